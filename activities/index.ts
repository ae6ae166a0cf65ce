import { abandonOrder, type AbandonOrderInput } from './order/abandon-order.js';
import { applyLateUpdates, type LateUpdatesInput } from './account/apply-late-updates.js';
import { cancelOrder, type CancelOrderInput } from './order/cancel-order.js';
import type { Dependencies } from './dependencies.js';
import { wakeOrders, type WakeOrdersInput } from './account/wake-orders.js';
import { placeOrder, type PlaceOrderInput } from './order/place-order.js';
import { resolveOrder, type ResolveOrderInput } from './order/resolve-order.js';
import { scanFills, type ScanFillsInput } from './account/scan-fills.js';
import { sweep, type SweepInput } from './sweep/sweep.js';
import { syncAccount, type SyncAccountInput } from './account/sync-account.js';
import { verifyOrder, type VerifyOrderInput } from './order/verify-order.js';
import { watched } from './watched.js';

/**
 * Returns all activities. Every one of them survives being run twice.
 *
 * The return type is inferred: workflows import it as `Activities`.
 */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function createActivities(deps: Dependencies) {
  return {
    placeOrder: (input: PlaceOrderInput) =>
      watched(deps, input.request, () => placeOrder(deps, input)),
    resolveOrder: (input: ResolveOrderInput) =>
      watched(deps, input.request, () => resolveOrder(deps, input)),
    verifyOrder: (input: VerifyOrderInput) =>
      watched(deps, input.order, () => verifyOrder(deps, input)),
    cancelOrder: (input: CancelOrderInput) =>
      watched(deps, input.order, () => cancelOrder(deps, input)),
    abandonOrder: (input: AbandonOrderInput) =>
      watched(deps, input.order, () => abandonOrder(deps, input)),
    applyLateUpdates: (input: LateUpdatesInput) => applyLateUpdates(deps, input),
    syncAccount: (input: SyncAccountInput) => syncAccount(deps, input),
    scanTrades: (input: ScanFillsInput) => scanFills(deps, input),
    wakeOrders: (input: WakeOrdersInput) => wakeOrders(deps, input),
    sweep: (input?: SweepInput) => sweep(deps, input),
  };
}

export type Activities = ReturnType<typeof createActivities>;
