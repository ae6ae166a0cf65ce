import { applyLateUpdates, type LateUpdatesInput } from './apply-late-updates.js';
import { cancelOrder, type CancelOrderInput } from './cancel-order.js';
import type { Dependencies } from './dependencies.js';
import { placeOrder, type PlaceOrderInput } from './place-order.js';
import { resolveOrder, type ResolveOrderInput } from './resolve-order.js';
import { verifyOrder, type VerifyOrderInput } from './verify-order.js';

/**
 * Returns the activities of the order's life. Every one of them survives being run twice.
 *
 * The return type is spelled by inference: workflows take it as `Activities`.
 */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function createActivities(deps: Dependencies) {
  return {
    placeOrder: (input: PlaceOrderInput) => placeOrder(deps, input),
    resolveOrder: (input: ResolveOrderInput) => resolveOrder(deps, input),
    verifyOrder: (input: VerifyOrderInput) => verifyOrder(deps, input),
    cancelOrder: (input: CancelOrderInput) => cancelOrder(deps, input),
    applyLateUpdates: (input: LateUpdatesInput) => applyLateUpdates(deps, input),
  };
}

export type Activities = ReturnType<typeof createActivities>;
