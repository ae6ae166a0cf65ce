import type { OrderUpdate } from '../domain/order.js';
import type { OrderStanding } from '../queries/order-standing.js';

/** Where the updates of one order belong. */
export type UpdateRoute =
  /** Its workflow runs. */
  | 'workflow'
  /** The submission is being answered right now; look again in a moment. */
  | 'pending'
  /** It has ended, and there is a fill that is not counted yet. */
  | 'late'
  /** Nowhere is it news: all of it is recorded, or nobody knows the order. */
  | 'nowhere';

/**
 * Decides where one order's updates belong (S7). The open order's row is the subscription: without
 * it no workflow waits for them.
 */
export function routeOf(
  { openStatus, hasEnded, recordedTradeIds }: OrderStanding,
  updates: readonly OrderUpdate[],
): UpdateRoute {
  if (openStatus === 'PENDING') return 'pending';
  if (openStatus !== null) return 'workflow';
  const hasNews = updates.some(({ fill }) => fill && !recordedTradeIds.has(fill.exchangeTradeId));
  return hasEnded && hasNews ? 'late' : 'nowhere';
}
