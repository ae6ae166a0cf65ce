import { STAGES } from '../../../src/demo/stages.js';
import type { MarketType } from '../../../src/domain/order.js';
import { marketId } from '../../../src/domain/symbol.js';
import { styleOf } from '../../../src/exchange/symbols.js';
import { MARKET_NAMES, type ExchangeName, type MarketName } from '../../../simulator/names.js';
import { CALLS, type MarketCalls } from './market-calls.js';

/** An order as an alert asks for it. */
export type AlertOrder = {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly quantity: string;
  readonly price?: string;
};

/** An account on one market of the simulated exchanges, and what tests trade there. */
export interface DeskPlan extends MarketCalls {
  readonly market: MarketName;
  readonly exchange: ExchangeName;
  readonly marketType: MarketType;
  readonly streamPath: string;
  readonly balances: Readonly<Record<string, string>>;
  /** A limit order that rests, since its market fills on command only. */
  readonly limit: AlertOrder;
  /** A price at which a sale rests. */
  readonly sellPrice: string;
  /** A market order that fills at once, in one to three parts. */
  readonly marketOrder: AlertOrder;
  readonly unlisted: string;
  /** Fields of a fill that only some of the exchange's sources report. */
  readonly unreported: readonly string[];
  /** Some sources report the time of a fill to the second. */
  readonly roundsTimes: boolean;
  /** A market buy spends an amount: the quantity that was asked for is an estimate. */
  readonly buysByCost: boolean;
}

const dollars = {
  balances: { USDT: '5000000', BTC: '1000', ETH: '1000' },
  limit: { symbol: 'ETH/USDT', side: 'buy', type: 'limit', quantity: '1', price: '2400' },
  sellPrice: '2600',
  marketOrder: { symbol: 'BTC/USDT', side: 'buy', type: 'market', quantity: '0.05' },
  unlisted: 'NONE/USDT',
} as const;
const won = {
  balances: { KRW: '100000000000', BTC: '1000', ETH: '1000' },
  limit: { symbol: 'ETH/KRW', side: 'buy', type: 'limit', quantity: '1', price: '3000000' },
  sellPrice: '9000000',
  marketOrder: { symbol: 'BTC/KRW', side: 'buy', type: 'market', quantity: '0.05' },
  unlisted: 'NONE/KRW',
} as const;

/** What tests trade on every market. The demo's stages list where the markets are. */
const DESK_PLANS: readonly DeskPlan[] = MARKET_NAMES.map((market) => {
  const stage = STAGES.find((each) => each.market === market);
  if (!stage) throw new Error(`the demo must have a stage on "${market}", had none`);
  const { exchange, marketType, streamPath, unreported, roundsTimes, buysByCost, symbol } = stage;
  return {
    ...(symbol.endsWith('/KRW') ? won : dollars),
    ...CALLS[market],
    market,
    exchange: exchange as ExchangeName,
    marketType,
    streamPath,
    unreported,
    roundsTimes,
    buysByCost,
  };
});

/** Returns the plan of a market. */
export function planOf(market: MarketName): DeskPlan {
  const plan = DESK_PLANS.find((each) => each.market === market);
  if (!plan) throw new Error(`no plan for market "${market}"`);
  return plan;
}

/** A limit order that rests on both of Binance's markets, which use this notation of its symbol. */
export const ETH_LIMIT = { ...dollars.limit, symbol: 'ETHUSDT' } as const;

/**
 * A limit order that rests even on a market that trades by itself, since it is far from the price.
 */
export const BTC_LIMIT = {
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  quantity: '0.01',
  price: '40000',
} as const;

/** Returns the exchange's own id of the market in which limit orders rest: `ETHUSDT`, `KRW-ETH`. */
export function restingMarketId({ exchange, limit }: DeskPlan): string {
  return marketId(limit.symbol, styleOf(exchange));
}
