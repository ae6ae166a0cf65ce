import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { endUnconfirmed, noteMissing } from '../../src/books/missing-orders.js';
import { AlertCode } from '../../src/domain/alert.js';
import {
  isAccepted,
  isTerminal,
  type ChangeSource,
  type OrderAddress,
} from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import type { Dependencies } from '../dependencies.js';
import { settle } from '../observe.js';
import { ANSWERS_THAT_AGREE } from './resolve-order.js';

/** An exchange that does not know an order for a minute is not merely lagging. */
const ALERT_AFTER_MS = 60_000;
/** A cancel that finds nothing ends an order that has been missing for this long. */
const CANCEL_ENDS_AFTER_MS = 30_000;
/** Its fills are read for so long, and then with the next step: one has 45 s in all. */
const READ_FOR_MS = 30_000;

/** An order that the exchange has just said it does not know. */
export interface MissingOrder {
  readonly order: OrderAddress;
  readonly known: OrderProgress;
  readonly source: ChangeSource;
  /** Whether the exchange has also said that there was nothing to cancel. */
  readonly isCancel: boolean;
}

/**
 * Decides about an order that the exchange had accepted and does not know any more: it was
 * forgotten (some exchanges forget an order that was cancelled unfilled after a day or three), its
 * market was delisted, or it was lost. One answer proves nothing, since reads may lag. The order
 * ends when several answers agree over minutes, and the comparison of open orders does not list it
 * either.
 *
 * @returns how the order stands, according to its row
 */
export async function settleMissing(
  deps: Dependencies,
  exchange: ExchangeRest,
  { order, known, source, isCancel }: MissingOrder,
): Promise<OrderProgress> {
  const standing = await settle(deps, order, { view: null, fills: [], source });
  const timesNotFound = (known.timesNotFound ?? 0) + 1;
  if (!standing) return untraced({ ...known, timesNotFound });
  if (isTerminal(standing.status)) return standing;
  const missingForMs = await noteMissing(deps.db, order);
  if (missingForMs === undefined) return known;
  const isLong = isCancel
    ? missingForMs >= CANCEL_ENDS_AFTER_MS
    : missingForMs >= deps.forgottenAfterMs &&
      timesNotFound >= ANSWERS_THAT_AGREE &&
      (await deps.gateway.isSynced(order.accountId));
  if (isLong && (await hasAllFills(deps, exchange, order, standing))) {
    return endForgotten(deps, order, { ...known, ...standing }, isCancel);
  }
  if (missingForMs >= ALERT_AFTER_MS) await alert(deps, order);
  const reason = 'the exchange does not know the order; it is asked again';
  const isIncomplete = known.isIncomplete || standing.isIncomplete;
  // A restored row may say less than is known: the exchange had accepted the order.
  const status = isAccepted(standing.status) ? standing.status : known.status;
  return { ...standing, status, isIncomplete, timesNotFound, reason };
}

/**
 * Returns the end of an order that neither a table nor the exchange knows, as after a restore:
 * there is nothing left to track or to book.
 */
function untraced(known: OrderProgress): OrderProgress {
  // Asked again soon, as if fills were missing.
  if ((known.timesNotFound ?? 0) < ANSWERS_THAT_AGREE) return { ...known, isIncomplete: true };
  const reason = 'neither the database nor the exchange knows the order';
  return { ...known, status: 'CANCELLED', isIncomplete: false, reason };
}

/**
 * Records what the exchange still lists of the order's fills: it forgets an order sooner than its
 * fills. Resolves with `false` when it does not answer.
 */
async function hasAllFills(
  deps: Dependencies,
  exchange: ExchangeRest,
  order: OrderAddress,
  { exchangeOrderId }: OrderProgress,
): Promise<boolean> {
  if (exchangeOrderId === null) return true;
  try {
    const endBy = Date.now() + READ_FOR_MS;
    const fills = await exchange.fetchFills({ ...order, exchangeOrderId }, { endBy });
    // What the exchange had reported beyond them can only be inferred.
    const found = { view: null, fills, source: 'sync', isListed: true, mayInfer: true } as const;
    await settle(deps, order, found);
    return true;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, clientOrderId: order.clientOrderId }, 'fills not fetched');
    return false;
  }
}

async function endForgotten(
  deps: Dependencies,
  order: OrderAddress,
  standing: OrderProgress,
  isCancel: boolean,
): Promise<OrderProgress> {
  const { clientOrderId } = order;
  const why = 'the exchange does not know it any more';
  const ended = await endUnconfirmed(deps.db, order, {
    code: AlertCode.ORDER_FORGOTTEN,
    reason: isCancel ? `cancelled by an operator; ${why}` : why,
    source: isCancel ? 'admin' : 'sync',
    // A comparison may have listed it while its fills were read.
    isOnlyIfMissing: true,
    alert: {
      code: AlertCode.ORDER_FORGOTTEN,
      subject: `${clientOrderId} ended`,
      message: `order ${clientOrderId} (${order.symbol}) has ended: ${why}. What it had filled is counted; compare it with the exchange's own page`,
    },
  });
  if (ended) deps.notifyOutbox();
  return ended?.progress ?? standing;
}

async function alert(deps: Dependencies, order: OrderAddress): Promise<void> {
  const { accountId, clientOrderId, symbol } = order;
  await raiseAlert(deps.db, {
    accountId,
    clientOrderId,
    code: AlertCode.ORDER_FORGOTTEN,
    subject: clientOrderId,
    message: `order ${clientOrderId} (${symbol}) is open here, but the exchange has not known it for a minute. It is asked on, and the order ends as CANCELLED if that stays so; look at the exchange's own page`,
  });
}
