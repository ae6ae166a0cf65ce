import { isAmended } from '../domain/current-terms.js';
import type { OrderUpdate } from '../domain/order.js';
import type { OrderStanding } from '../queries/order-standing.js';

/** Where the updates of one order belong. */
export type UpdateRoute =
  /** Its workflow is running. */
  | 'workflow'
  /** The answer to its submission is being settled right now; look again in a moment. */
  | 'pending'
  /** It has ended, and one of the fills is not recorded yet. */
  | 'late'
  /** They are no news: all of it is recorded, or nobody knows the order. */
  | 'nowhere';

/**
 * Decides where one order's updates belong (S7). The row of the open order is the subscription:
 * without it, no workflow waits for them.
 */
export function routeOf(
  { openStatus, openTerms, isKnown, recordedTradeIds }: OrderStanding,
  updates: readonly OrderUpdate[],
): UpdateRoute {
  if (updates.every(isResting)) {
    const hasNewTerms = ({ current }: OrderUpdate) => openTerms && isAmended(openTerms, current);
    return updates.some(hasNewTerms) ? 'workflow' : 'nowhere';
  }
  if (openStatus === 'PENDING') return 'pending';
  if (openStatus !== null) return 'workflow';
  const hasNews = updates.some(({ fill }) => fill && !recordedTradeIds.has(fill.exchangeTradeId));
  return isKnown && hasNews ? 'late' : 'nowhere';
}

/**
 * Returns whether an update says only that an order rests. That is in the answer to its submission,
 * so that only other terms are news.
 */
export function isResting({ status, fill }: OrderUpdate): boolean {
  return status === 'NEW' && fill === null;
}
