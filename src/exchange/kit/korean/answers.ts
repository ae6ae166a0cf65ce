import { add, equals, isZero, multiply, type DecimalString } from '../../../domain/decimal.js';
import { compareExecutions, totalQuantity, type Fill } from '../../../domain/fill.js';
import type { OrderTerms, TimeInForce } from '../../../domain/order.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import type { ListedOrder } from '../../exchange.js';
import { feesOf } from './fees.js';
import { quoteAsset } from '../../../domain/symbol.js';
import { toView, type SeenOrder } from './order.js';
import type { OrderAnswer, TradeAnswer } from './wire.js';

/** An order as a REST answer tells of it. */
export function seenIn(answer: OrderAnswer, symbol: MarketSymbol): SeenOrder {
  return {
    exchangeOrderId: answer.uuid,
    clientOrderId: clientIdIn(answer),
    quote: quoteAsset(symbol),
    side: answer.side,
    type: answer.ord_type,
    state: answer.state,
    price: answer.price ?? null,
    volume: answer.volume ?? null,
    executed: answer.executed_volume,
    funds: fundsOf(answer),
    paidFee: answer.paid_fee,
    cancelType: answer.cancel_type,
  };
}

/** Returns the client's id in an answer of either exchange. */
export function clientIdIn(answer: OrderAnswer): string | null {
  return answer.identifier ?? answer.client_order_id ?? null;
}

export function toListedOrder(answer: OrderAnswer, symbol: MarketSymbol): ListedOrder {
  return { ...toView(seenIn(answer, symbol)), symbol, terms: termsOf(answer) };
}

/** Not every answer tells what was executed came to; then the trades do, where all of them are there. */
function fundsOf(answer: OrderAnswer): DecimalString | null {
  const { trades, executed_funds: told, executed_volume: executed } = answer;
  if (told != null) return told;
  if (!trades || !equals(totalOf(trades), executed)) return null;
  return add(...trades.map(fundsOfTrade));
}

function totalOf(trades: readonly TradeAnswer[]): DecimalString {
  return add(...trades.map(({ volume }) => volume));
}

function fundsOfTrade({ funds, price, volume }: TradeAnswer): DecimalString {
  return funds ?? multiply(price, volume);
}

const timesInForce: Readonly<Record<string, TimeInForce>> = { ioc: 'IOC', fok: 'FOK' };

/** What an order was asked to be. One that spends an amount is of the size that it has bought so far. */
function termsOf(answer: OrderAnswer): OrderTerms | null {
  const { side, ord_type: type, price, volume, executed_volume: executed } = answer;
  const quantity = volume ?? executed;
  if (isZero(quantity)) return null;
  const isLimit = type === 'limit';
  return {
    side,
    orderType: isLimit ? 'LIMIT' : 'MARKET',
    quantity,
    price: isLimit ? (price ?? null) : null,
    // Post-only orders rest until they are cancelled.
    timeInForce: timesInForce[answer.time_in_force ?? ''] ?? 'GTC',
    reduceOnly: false,
  };
}

/**
 * Returns the trades of an order, oldest first. They carry no fee and do not tell maker from taker: what the
 * order has paid so far is spread over them.
 */
export function toFills(answer: OrderAnswer, symbol: MarketSymbol): Fill[] {
  const trades = [...(answer.trades ?? [])].sort((left, right) =>
    compareExecutions(markOf(left), markOf(right)),
  );
  const fees = feesOf(
    trades.map((trade) => ({ volume: trade.volume, funds: fundsOfTrade(trade) })),
    {
      paidFee: answer.paid_fee,
      executedVolume: answer.executed_volume,
      executedFunds: answer.executed_funds ?? null,
    },
  );
  return trades.map((trade, index) => ({
    ...markOf(trade),
    price: trade.price,
    quantity: trade.volume,
    isMaker: null,
    fee: fees[index] ?? '0',
    feeAsset: quoteAsset(symbol),
    orderFee: { paid: answer.paid_fee, atQuantity: answer.executed_volume, isShared: true },
    realizedPnl: null,
  }));
}

function markOf(trade: TradeAnswer) {
  return { exchangeTradeId: trade.uuid, executedAt: trade.created_at };
}

/** Tells whether an answer lists all trades that its order is said to have. */
export function hasAllTrades(answer: OrderAnswer, fills: readonly Fill[]): boolean {
  return equals(totalQuantity(fills), answer.executed_volume);
}
