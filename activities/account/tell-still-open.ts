import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { askAgain } from '../../src/books/confirmed.js';
import { AlertCode } from '../../src/domain/alert.js';
import type { ListedOrder } from '../../src/exchange/exchange.js';
import { endedBefore } from '../../src/queries/ended-orders.js';
import type { Dependencies } from '../dependencies.js';

/** Lists of some exchanges have lagged for half a minute. */
const LAGS_AT_MOST_MS = 60_000;

/**
 * Alerts the operator, once, to each order that has ended here for a while and that the exchange
 * lists as open: an abandoned or forgotten one that lives on, or one that had counted as never
 * arrived. Only the operator can tell whether it is wanted. Until it ends there, it is asked about.
 *
 * @param listedAt when the list was asked for, by `performance.now()`: an order may have ended
 *   since
 */
export async function tellStillOpen(
  deps: Dependencies,
  accountId: number,
  listed: readonly ListedOrder[],
  listedAt: number,
): Promise<void> {
  const agoMs = LAGS_AT_MOST_MS + (performance.now() - listedAt);
  for (const order of await endedBefore(deps.db, accountId, listed, agoMs)) {
    const { clientOrderId, symbol, exchangeOrderId, status } = order;
    await askAgain(deps.db, order, exchangeOrderId);
    await raiseAlert(deps.db, {
      accountId,
      clientOrderId,
      code: AlertCode.ORDER_STILL_OPEN,
      subject: clientOrderId,
      message: `order ${clientOrderId} (${symbol}) has ended here as ${status}, but the exchange lists it as open. Cancel order ${exchangeOrderId} there unless it is wanted; what it fills is counted as late fills`,
    });
  }
}
