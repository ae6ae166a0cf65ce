import { applyLateUpdates, type LateUpdatesInput } from './apply-late-updates.js';
import { cancelOrder, type CancelOrderInput } from './cancel-order.js';
import type { Dependencies } from './dependencies.js';
import { wakeOrders, type WakeOrdersInput } from './nudge.js';
import { placeOrder, type PlaceOrderInput } from './place-order.js';
import { resolveOrder, type ResolveOrderInput } from './resolve-order.js';
import { scanTrades, type ScanTradesInput } from './scan-trades.js';
import { sweep } from './sweep.js';
import { syncAccount, type SyncAccountInput } from './sync-account.js';
import { verifyOrder, type VerifyOrderInput } from './verify-order.js';
import { watched } from './watched.js';

/**
 * Returns the activities of the order's life. Every one of them survives being run twice.
 *
 * The return type is spelled by inference: workflows take it as `Activities`.
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
    applyLateUpdates: (input: LateUpdatesInput) => applyLateUpdates(deps, input),
    syncAccount: (input: SyncAccountInput) => syncAccount(deps, input),
    scanTrades: (input: ScanTradesInput) => scanTrades(deps, input),
    wakeOrders: (input: WakeOrdersInput) => wakeOrders(deps, input),
    sweep: () => sweep(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
