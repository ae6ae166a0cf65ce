import { markConfirmed, noteEndedAsked } from '../../src/books/confirmed.js';
import { isTerminal } from '../../src/domain/order.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { unconfirmedOrders } from '../../src/queries/unconfirmed-orders.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder } from '../observe.js';
import { apart } from '../apart.js';

/** How many orders of each kind one comparison looks at. More of them take several. */
const MOST_AT_ONCE = 25;
/** For so long. Those that are left are looked at first by the next comparison. */
const LOOK_FOR_MS = 5_000;

/**
 * Looks once more at orders that ended before they were filled completely. Reads may have lagged
 * when their end was read, and a fill whose stream message was lost shows only now. One that has
 * ended only here, such as an abandoned one, is asked about until it has ended there.
 */
export async function confirmEnded(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
): Promise<void> {
  const endBy = Date.now() + LOOK_FOR_MS;
  for (const order of await unconfirmedOrders(deps.db, accountId, MOST_AT_ONCE)) {
    if (Date.now() >= endBy) return;
    const step = { activity: 'confirmEnded', accountId, subject: order.clientOrderId };
    const failure = await apart(deps, step, async () => {
      await noteEndedAsked(deps.db, order);
      const view = await exchange.fetchOrder(order);
      if (view) {
        const observation = { view, fills: [], source: 'sync' } as const;
        const progress = await observeOrder(deps, exchange, order, observation, { endBy });
        if (progress?.isIncomplete) return; // the exchange does not list its fills yet
        if (!isTerminal(view.status)) return; // it may fill still
      }
      await markConfirmed(deps.db, order);
    });
    if (failure instanceof ExchangeFailure) return;
  }
}
