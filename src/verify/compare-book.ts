import type { OpenOrderView } from '../exchange/exchange.js';
import { differingFields, fieldsOfOne, type Difference } from './difference.js';
import type { OpenOrderRecord, Snapshot } from './snapshot.js';

/** An order may be on its way for so long before the exchange has to know it. */
export const SETTLING_MS = 30_000;

/** Compares the orders that an exchange has open with those that are open here. */
export function compareBook(
  snapshot: Snapshot,
  accountId: number,
  onExchange: readonly OpenOrderView[],
): Difference[] {
  const recorded = snapshot.openOrders.filter((order) => order.accountId === accountId);
  const matched = new Set<OpenOrderRecord>();
  const differences: Difference[] = [];
  for (const order of onExchange) {
    const own = findRecorded(recorded, order);
    if (!own) differences.push(notRecorded(accountId, order));
    else {
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
  return differences;
}

/** By the exchange's id, else by ours: that one is unique among open orders. */
function findRecorded(
  recorded: readonly OpenOrderRecord[],
  order: OpenOrderView,
): OpenOrderRecord | undefined {
  const inMarket = recorded.filter(({ symbol }) => symbol === order.symbol);
  return (
    inMarket.find(({ exchangeOrderId }) => exchangeOrderId === order.exchangeOrderId) ??
    inMarket.find(({ clientOrderId }) => clientOrderId === order.clientOrderId)
  );
}

function notRecorded(accountId: number, order: OpenOrderView): Difference {
  const { exchangeOrderId, symbol, side, status, filledQuantity } = order;
  return {
    kind: 'exchange_order_not_recorded',
    accountId,
    subject: order.clientOrderId,
    fields: fieldsOfOne('expected', { exchangeOrderId, symbol, side, status, filledQuantity }),
  };
}

function differing(row: OpenOrderRecord, order: OpenOrderView, isYoung: boolean): Difference[] {
  const facts = ({ exchangeOrderId, clientOrderId, side, filledQuantity }: typeof row) => ({
    clientOrderId,
    side,
    filledQuantity,
    // Its answer may be on the way.
    ...(isYoung && row.exchangeOrderId === null ? {} : { exchangeOrderId }),
  });
  const fields = differingFields(facts({ ...row, ...order, status: row.status }), facts(row));
  const { accountId, clientOrderId: subject } = row;
  return fields.length > 0 ? [{ kind: 'exchange_order_differs', accountId, subject, fields }] : [];
}

function isSettling({ status, createdAt }: OpenOrderRecord, { takenAt }: Snapshot): boolean {
  const isUnclear = status === 'PENDING' || status === 'UNKNOWN';
  return isUnclear && Date.parse(takenAt) - Date.parse(createdAt) < SETTLING_MS;
}
