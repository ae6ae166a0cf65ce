import type { ListedOrder } from '../exchange/exchange.js';
import type { Side } from '../domain/order.js';
import { differingFields, fieldsOfOne, type Difference } from './difference.js';
import type { OpenOrderRecord, Snapshot } from '../queries/snapshot.js';

/** How long an order may be on its way before it must be on the exchange. */
const SETTLING_MS = 30_000;

/** The result of comparing an account's open orders. */
export interface BookComparison {
  readonly differences: readonly Difference[];
  /** Open orders of the exchange that are tracked here, or should be. */
  readonly compared: number;
  /** Open orders of a kind that is not tracked. */
  readonly foreign: number;
}

/** Compares the orders that are open on an exchange with those that are open here. */
export function compareBook(
  snapshot: Snapshot,
  accountId: number,
  onExchange: readonly ListedOrder[],
): BookComparison {
  const recorded = snapshot.openOrders.filter((order) => order.accountId === accountId);
  const matched = new Set<OpenOrderRecord>();
  const differences: Difference[] = [];
  let foreign = 0;
  for (const order of onExchange) {
    const own = findRecorded(recorded, order);
    if (!own) {
      // An order without a quantity, such as one that closes a position, is not adopted.
      if (order.terms) differences.push(notRecorded(accountId, order, order.terms.side));
      else foreign += 1;
    } else {
      matched.add(own);
      differences.push(...differing(own, order, isSettling(own, snapshot)));
    }
  }
  for (const order of recorded) {
    if (matched.has(order) || isSettling(order, snapshot)) continue;
    const { exchangeOrderId, symbol, status, filledQuantity } = order;
    differences.push({
      kind: 'order_not_on_exchange',
      accountId,
      subject: order.clientOrderId,
      fields: fieldsOfOne('recorded', { exchangeOrderId, symbol, status, filledQuantity }),
    });
  }
  return { differences, compared: onExchange.length - foreign, foreign };
}

/** Finds an order by the exchange's id, or else by ours, which is unique among open orders. */
function findRecorded(
  recorded: readonly OpenOrderRecord[],
  order: ListedOrder,
): OpenOrderRecord | undefined {
  const inMarket = recorded.filter(({ symbol }) => symbol === order.symbol);
  return (
    inMarket.find(({ exchangeOrderId }) => exchangeOrderId === order.exchangeOrderId) ??
    inMarket.find(({ clientOrderId }) => clientOrderId === order.clientOrderId)
  );
}

function notRecorded(accountId: number, order: ListedOrder, side: Side): Difference {
  const { exchangeOrderId, symbol, status, filledQuantity } = order;
  return {
    kind: 'exchange_order_not_recorded',
    accountId,
    subject: order.clientOrderId,
    fields: fieldsOfOne('expected', { exchangeOrderId, symbol, side, status, filledQuantity }),
  };
}

function differing(row: OpenOrderRecord, order: ListedOrder, isYoung: boolean): Difference[] {
  // The answer to its submission, which contains the id, may be on the way.
  const isIdAwaited = isYoung && row.exchangeOrderId === null;
  const fields = differingFields(
    {
      clientOrderId: trackedName(row, order),
      exchangeOrderId: isIdAwaited ? null : order.exchangeOrderId,
      side: order.terms?.side ?? row.side,
      filledQuantity: order.filledQuantity,
    },
    {
      clientOrderId: row.clientOrderId,
      exchangeOrderId: row.exchangeOrderId,
      side: row.side,
      filledQuantity: row.filledQuantity,
    },
  );
  const { accountId, clientOrderId: subject } = row;
  return fields.length > 0 ? [{ kind: 'exchange_order_differs', accountId, subject, fields }] : [];
}

/**
 * Returns the id under which an order is tracked. If its client order id was used before, that id
 * consists of ours and the exchange's.
 */
function trackedName(row: OpenOrderRecord, order: ListedOrder): string {
  const longer = `${order.clientOrderId}~${order.exchangeOrderId}`;
  return row.clientOrderId === longer ? longer : order.clientOrderId;
}

function isSettling({ status, createdAt }: OpenOrderRecord, { takenAt }: Snapshot): boolean {
  const isUnclear = status === 'PENDING' || status === 'UNKNOWN';
  return isUnclear && Date.parse(takenAt) - Date.parse(createdAt) < SETTLING_MS;
}
