import { equals, isZero, multiply, sum, type DecimalString } from '../../../domain/decimal.js';
import {
  compareExecutions,
  totalQuantity,
  type ExecutionMark,
  type Fill,
} from '../../../domain/fill.js';
import type { OrderTerms, TimeInForce } from '../../../domain/order.js';
import { quoteAsset, type MarketSymbol } from '../../../domain/symbol.js';
import type { ListedOrder } from '../../exchange.js';
import { spreadFee } from './fees.js';
import { toView, type KoreanOrder } from './order.js';
import type { OrderAnswer, FillAnswer } from './wire.js';

/** Converts an order of a REST answer to the words that both exchanges share. */
export function toOrder(answer: OrderAnswer, symbol: MarketSymbol): KoreanOrder {
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
    timeInForce: answer.time_in_force,
    cancelType: answer.cancel_type,
  };
}

/** Returns the client order id in an answer of either exchange. */
export function clientIdIn(answer: OrderAnswer): string | null {
  return answer.identifier ?? answer.client_order_id ?? null;
}

/** Converts an order of a REST answer to the port's listed order. */
export function toListedOrder(answer: OrderAnswer, symbol: MarketSymbol): ListedOrder {
  return { ...toView(toOrder(answer, symbol)), symbol, terms: termsOf(answer) };
}

/**
 * Returns the value of what was executed. If the answer does not contain it, it is the sum of the
 * fills, provided that all of them are listed.
 */
function fundsOf(answer: OrderAnswer): DecimalString | null {
  const { trades: fills, executed_funds: funds, executed_volume: executed } = answer;
  if (funds != null) return funds;
  if (!fills || !equals(totalOf(fills), executed)) return null;
  return sum(fills.map(fundsOfFill));
}

function totalOf(fills: readonly FillAnswer[]): DecimalString {
  return sum(fills.map(({ volume }) => volume));
}

function fundsOfFill({ funds, price, volume }: FillAnswer): DecimalString {
  return funds ?? multiply(price, volume);
}

const timesInForce: Readonly<Record<string, TimeInForce>> = { ioc: 'IOC', fok: 'FOK' };

/** Returns an order's terms. An order that spends an amount has the quantity that it has bought. */
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
    // Post-only orders also rest until they are cancelled.
    timeInForce: timesInForce[answer.time_in_force ?? ''] ?? 'GTC',
    reduceOnly: false,
  };
}

/**
 * Returns the fills of an order, oldest first. They contain no fee, so the fee that the order has
 * paid so far is spread over them; nor do they say whether they were maker fills.
 */
export function toFills(answer: OrderAnswer, symbol: MarketSymbol): Fill[] {
  const fills = [...(answer.trades ?? [])].sort((left, right) =>
    compareExecutions(markOf(left), markOf(right)),
  );
  const fees = spreadFee(
    fills.map((fill) => ({ volume: fill.volume, funds: fundsOfFill(fill) })),
    {
      paidFee: answer.paid_fee,
      executedVolume: answer.executed_volume,
      executedFunds: answer.executed_funds ?? null,
    },
  );
  return fills.map((fill, index) => ({
    ...markOf(fill),
    hasUnverifiedId: true,
    price: fill.price,
    quantity: fill.volume,
    isMaker: null,
    fee: fees[index] ?? '0',
    feeAsset: quoteAsset(symbol),
    orderFee: { paid: answer.paid_fee, atQuantity: answer.executed_volume, isShared: true },
    realizedPnl: null,
  }));
}

function markOf(fill: FillAnswer): ExecutionMark {
  return { exchangeTradeId: fill.uuid, executedAt: fill.created_at };
}

/** Returns whether an answer lists all fills that make up its order's executed volume. */
export function hasAllFills(answer: OrderAnswer, fills: readonly Fill[]): boolean {
  return equals(totalQuantity(fills), answer.executed_volume);
}
