import { abandonOrder, type AbandonOrderInput } from './order/abandon-order.js';
import { applyLateUpdates, type LateUpdatesInput } from './account/apply-late-updates.js';
import { cancelOrder, type CancelOrderInput } from './order/cancel-order.js';
import type { Dependencies } from './dependencies.js';
import { wakeOrders, type WakeOrdersInput } from './account/wake-orders.js';
import { placeOrder, type PlaceOrderInput } from './order/place-order.js';
import { resolveOrder, type ResolveOrderInput } from './order/resolve-order.js';
import { scanFills, type ScanFillsInput } from './account/scan-fills.js';
import type { WatchedStep } from '../src/alerts/failure-watch.js';
import { sweep, type SweepInput } from './sweep/sweep.js';
import { syncAccount, type SyncAccountInput } from './account/sync-account.js';
import { verifyOrder, type VerifyOrderInput } from './order/verify-order.js';
import { watched, watchedStep } from './watched.js';

/**
 * Returns all activities. Every one of them survives being run twice.
 *
 * The return type is inferred: workflows import it as `Activities`.
 */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function createActivities(deps: Dependencies) {
  return {
    placeOrder: (input: PlaceOrderInput) =>
      watchedStep(deps, 'placeOrder', input.request, () => placeOrder(deps, input)),
    resolveOrder: (input: ResolveOrderInput) =>
      watchedStep(deps, 'resolveOrder', input.request, () => resolveOrder(deps, input)),
    verifyOrder: (input: VerifyOrderInput) =>
      watchedStep(deps, 'verifyOrder', input.order, () => verifyOrder(deps, input)),
    cancelOrder: (input: CancelOrderInput) =>
      watchedStep(deps, 'cancelOrder', input.order, () => cancelOrder(deps, input)),
    abandonOrder: (input: AbandonOrderInput) =>
      watchedStep(deps, 'abandonOrder', input.order, () => abandonOrder(deps, input)),
    applyLateUpdates: (input: LateUpdatesInput) =>
      watched(deps, ofAccount('applyLateUpdates', input), () => applyLateUpdates(deps, input)),
    syncAccount: (input: SyncAccountInput) =>
      watched(deps, ofAccount('syncAccount', input), () => syncAccount(deps, input)),
    scanTrades: (input: ScanFillsInput) =>
      watched(deps, ofAccount('scanTrades', input), () => scanFills(deps, input)),
    wakeOrders: (input: WakeOrdersInput) =>
      watched(deps, ofAccount('wakeOrders', input), () => wakeOrders(deps, input)),
    sweep: (input?: SweepInput) =>
      watched(deps, { activity: 'sweep', accountId: null }, () => sweep(deps, input)),
  };
}

function ofAccount(activity: string, { accountId }: { readonly accountId: number }): WatchedStep {
  return { activity, accountId };
}

export type Activities = ReturnType<typeof createActivities>;
