import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { failedOrders, openOrders, trades } from '../../drizzle/schema.js';
import { statement } from '../../drizzle/statement.js';
import { isZero } from '../domain/decimal.js';
import type { OrderEventData, OrderEventType } from '../domain/event.js';
import { totalQuantity } from '../domain/fill.js';
import type { MarketType, TerminalStatus } from '../domain/order.js';
import { tradeFigures } from '../domain/trade.js';
import { eventBuilder, type EventOrder, type OrderMoment } from './order-events.js';

export type OutcomeOrder = EventOrder & { readonly marketType: MarketType };

const eventTypes: Readonly<Record<TerminalStatus, OrderEventType>> = {
  FILLED: 'order_filled',
  CANCELLED: 'order_cancelled',
  EXPIRED: 'order_expired',
  REJECTED: 'order_rejected',
  DENIED: 'order_rejected',
};

/** Without an exchange's word the end itself is the reason. */
const plainReasons: Readonly<Record<TerminalStatus, string>> = {
  FILLED: 'filled',
  CANCELLED: 'cancelled on the exchange',
  EXPIRED: 'expired on the exchange',
  REJECTED: 'rejected by the exchange',
  DENIED: 'denied before it was sent',
};

function reasonOf({ reason, status, source }: Ending): string {
  if (reason !== undefined) return reason;
  const isOurs = status === 'CANCELLED' && source === 'admin';
  return isOurs ? 'cancelled by an operator' : plainReasons[status];
}

export type Ending = OrderMoment & { readonly status: TerminalStatus; readonly code?: string };

const { placeholder } = sql;

const deleteOpenOrder = statement('delete_open_order', (db) =>
  db
    .delete(openOrders)
    .where(
      and(
        eq(openOrders.accountId, placeholder('accountId')),
        eq(openOrders.clientOrderId, placeholder('clientOrderId')),
      ),
    ),
);

/**
 * Ends an order: deletes the open order and writes its one outcome, a trade when anything was filled,
 * else a failed order.
 */
export async function writeOutcome(
  tx: Transaction,
  order: OutcomeOrder,
  ending: Ending,
): Promise<void> {
  const isTraded = !isZero(totalQuantity(ending.fills));
  await Promise.all([
    deleteOpenOrder(tx, { accountId: order.accountId, clientOrderId: order.clientOrderId }),
    isTraded ? upsertTrade(tx, order, ending) : insertFailedOrder(tx, order, ending),
  ]);
}

/**
 * Returns the event that tells of an order's end.
 *
 * @param added what this step filled; `order_filled` tells the whole quantity when that is nothing
 */
export function outcomeEvent(order: OutcomeOrder, ending: Ending, added: string): OrderEventData {
  const isTraded = !isZero(totalQuantity(ending.fills));
  const eventQuantity = ending.status === 'FILLED' && isZero(added) ? order.quantity : added;
  const reason = isTraded ? ending.reason : reasonOf(ending);
  return eventBuilder(order, { ...ending, reason })(eventTypes[ending.status], eventQuantity);
}

const storeTrade = statement('upsert_trade', (db) =>
  db
    .insert(trades)
    .values({
      accountId: placeholder('accountId'),
      strategyId: placeholder('strategyId'),
      clientOrderId: placeholder('clientOrderId'),
      exchangeOrderId: placeholder('exchangeOrderId'),
      symbol: placeholder('symbol'),
      marketType: placeholder('marketType'),
      side: placeholder('side'),
      orderType: placeholder('orderType'),
      price: placeholder('price'),
      orderQuantity: placeholder('orderQuantity'),
      quantity: placeholder('quantity'),
      averagePrice: placeholder('averagePrice'),
      fee: placeholder('fee'),
      feeAsset: placeholder('feeAsset'),
      fees: placeholder('fees'),
      realizedPnl: placeholder('realizedPnl'),
      status: placeholder('status'),
    })
    .onConflictDoUpdate({
      target: [trades.accountId, trades.clientOrderId],
      set: {
        quantity: sql`excluded.quantity`,
        averagePrice: sql`excluded.average_price`,
        fee: sql`excluded.fee`,
        feeAsset: sql`excluded.fee_asset`,
        fees: sql`excluded.fees`,
        realizedPnl: sql`excluded.realized_pnl`,
        status: sql`excluded.status`,
      },
    }),
);

/** One trade per order; called again for late fills, which only add. */
export async function upsertTrade(
  tx: Transaction,
  order: OutcomeOrder,
  moment: OrderMoment & { status: TerminalStatus },
): Promise<void> {
  await storeTrade(tx, {
    accountId: order.accountId,
    strategyId: order.strategyId,
    clientOrderId: order.clientOrderId,
    exchangeOrderId: moment.exchangeOrderId ?? '',
    symbol: order.symbol,
    marketType: order.marketType,
    side: order.side,
    orderType: order.orderType,
    price: order.price,
    orderQuantity: order.quantity,
    ...tradeFigures(moment.fills),
    status: tradeStatus(moment.status),
  });
}

async function insertFailedOrder(
  tx: Transaction,
  order: OutcomeOrder,
  moment: Ending,
): Promise<void> {
  await tx
    .insert(failedOrders)
    .values({
      accountId: order.accountId,
      strategyId: order.strategyId,
      clientOrderId: order.clientOrderId,
      exchangeOrderId: moment.exchangeOrderId,
      symbol: order.symbol,
      marketType: order.marketType,
      side: order.side,
      orderType: order.orderType,
      price: order.price,
      quantity: order.quantity,
      status: failedStatus(moment.status),
      code: moment.code ?? null,
      reason: reasonOf(moment),
    })
    .onConflictDoNothing();
}

/** An order that traded and was then refused its rest ended early: the trade says CANCELLED. */
function tradeStatus(status: TerminalStatus): 'FILLED' | 'CANCELLED' | 'EXPIRED' {
  return status === 'FILLED' || status === 'EXPIRED' ? status : 'CANCELLED';
}

function failedStatus(status: TerminalStatus): 'rejected' | 'expired' | 'cancelled' {
  switch (status) {
    case 'EXPIRED':
      return 'expired';
    case 'CANCELLED':
      return 'cancelled';
    case 'FILLED':
    case 'REJECTED':
    case 'DENIED':
      return 'rejected';
  }
}
