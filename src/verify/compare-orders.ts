import { totalQuantity } from '../domain/fill.js';
import type { OrderKey } from '../domain/order.js';
import { tradeFigures, type TradeFigures } from '../domain/trade.js';
import { describeFees, differingFields, fieldsOfOne } from './difference.js';
import type { Difference, FieldValues } from './difference.js';
import type { ExecutionRecord, Snapshot } from '../queries/snapshot.js';
import { groupBy, orderKey } from './groups.js';

/**
 * Compares each order with its executions. A trade must be their sum, an open order's filled
 * quantity must be theirs, and an order must be in one place only.
 */
export function compareOrders(snapshot: Snapshot): Difference[] {
  const executions = groupBy(snapshot.executions, orderKey);
  return [
    ...compareTrades(snapshot, executions),
    ...compareFilled(snapshot, executions),
    ...findMissingTrades(snapshot, executions),
    ...findDoubled(snapshot),
    ...findInferred(snapshot),
    ...findLost(snapshot),
  ];
}

type Executions = ReadonlyMap<string, readonly ExecutionRecord[]>;

function compareTrades({ trades }: Snapshot, executions: Executions): Difference[] {
  return trades.flatMap((trade): Difference[] => {
    const { accountId, clientOrderId: subject } = trade;
    const group = executions.get(orderKey(trade));
    const recorded = valuesOf(trade);
    if (!group) {
      const fields = fieldsOfOne('recorded', recorded);
      return [{ kind: 'trade_unfounded', accountId, subject, fields }];
    }
    const fields = differingFields(valuesOf(tradeFigures(group)), recorded);
    return fields.length > 0 ? [{ kind: 'trade_differs', accountId, subject, fields }] : [];
  });
}

function compareFilled({ openOrders }: Snapshot, executions: Executions): Difference[] {
  return openOrders.flatMap((order): Difference[] => {
    const filledQuantity = totalQuantity(executions.get(orderKey(order)) ?? []);
    const fields = differingFields({ filledQuantity }, { filledQuantity: order.filledQuantity });
    const { accountId, clientOrderId: subject } = order;
    return fields.length > 0 ? [{ kind: 'open_order_differs', accountId, subject, fields }] : [];
  });
}

function findMissingTrades({ trades, openOrders }: Snapshot, executions: Executions): Difference[] {
  const known = new Set([...trades, ...openOrders].map(orderKey));
  return [...executions].flatMap(([key, group]): Difference[] => {
    const [first] = group;
    if (!first || known.has(key)) return [];
    const fields = fieldsOfOne('expected', valuesOf(tradeFigures(group)));
    const { accountId, clientOrderId: subject } = first;
    return [{ kind: 'trade_missing', accountId, subject, fields }];
  });
}

function findDoubled({ openOrders, trades, failedOrders }: Snapshot): Difference[] {
  const traded = new Set(trades.map(orderKey));
  const failed = new Set(failedOrders.map(orderKey));
  const openAndEnded = openOrders
    .filter((order) => traded.has(orderKey(order)) || failed.has(orderKey(order)))
    .map((order) => doubled('order_open_and_ended', order));
  const endedTwice = trades
    .filter((trade) => failed.has(orderKey(trade)))
    .map((trade) => doubled('order_ended_twice', trade));
  // The exchange's order is recorded under two of our ids.
  const byExchangeId = groupBy(
    trades,
    ({ accountId, symbol, exchangeOrderId }) => `${accountId} ${symbol} ${exchangeOrderId}`,
  );
  const tradedTwice = [...byExchangeId.values()].flatMap(([, ...others]) =>
    others.map((trade) => doubled('order_ended_twice', trade)),
  );
  return [...openAndEnded, ...endedTwice, ...tradedTwice];
}

function findLost({ lostOrders }: Snapshot): Difference[] {
  return lostOrders.map(({ accountId, clientOrderId: subject, symbol, side }) => ({
    kind: 'order_lost',
    accountId,
    subject,
    fields: fieldsOfOne('expected', { symbol, side }),
  }));
}

function doubled(kind: Difference['kind'], order: OrderKey): Difference {
  return { kind, accountId: order.accountId, subject: order.clientOrderId, fields: [] };
}

function findInferred({ executions }: Snapshot): Difference[] {
  return executions
    .filter(({ isInferred }) => isInferred)
    .map((execution) => ({
      kind: 'execution_inferred',
      accountId: execution.accountId,
      subject: `${execution.clientOrderId} #${execution.exchangeTradeId}`,
      fields: fieldsOfOne('recorded', { quantity: execution.quantity, price: execution.price }),
    }));
}

function valuesOf(figures: TradeFigures): FieldValues {
  const { quantity, averagePrice, fee, feeAsset, realizedPnl } = figures;
  const fees = describeFees(figures.fees);
  return { quantity, averagePrice, fee, feeAsset, fees, realizedPnl };
}
