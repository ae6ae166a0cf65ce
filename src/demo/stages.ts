import type { MarketType } from '../domain/order.js';
import { marketId } from '../domain/symbol.js';
import { styleOf } from '../exchange/symbols.js';
import type { VenueMarket } from './venue-control.js';

/** An order as an alert asks for it, but for its market, which the exchange writes in its own way. */
export interface StageOrder {
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly quantity: string;
  readonly price?: string;
}

/** An account on one market of the simulated exchanges, and what is traded there. */
export interface StagePlan {
  /** Of the account, and of its strategy. */
  readonly name: string;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly market: VenueMarket;
  readonly streamPath: string;
  readonly balances: Readonly<Record<string, string>>;
  readonly symbol: string;
  /** Two limits below the price, which rest where the market is told by hand what to trade. */
  readonly limits: readonly [StageOrder, StageOrder];
  /** What the first of them fills at first. */
  readonly part: string;
  readonly marketOrder: StageOrder;
  /** A small order for people to try. */
  readonly trial: StageOrder;
  /** What the exchange tells of a fill by some roads only, so that the database may not know it. */
  readonly untold: readonly string[];
  /** A market buy spends an amount: the quantity that the alert asks for is an estimate. */
  readonly buysByCost: boolean;
}

const dollars = {
  symbol: 'BTC/USDT',
  limits: [buy('1.0', '49000'), buy('1.0', '48000')],
  part: '0.3',
  marketOrder: { side: 'sell', type: 'market', quantity: '0.4' },
  trial: { side: 'buy', type: 'market', quantity: '0.01' },
  untold: [],
  buysByCost: false,
} as const;
/**
 * A market buy spends an amount here, which is the more telling play. The alert's price is not quite the market's:
 * the amount does not come out even, and so the order ends as cancelled on the exchange although it filled.
 */
const won = {
  symbol: 'BTC/KRW',
  balances: { KRW: '1000000000', BTC: '20', ETH: '200', SOL: '2000', XRP: '200000' },
  limits: [buy('1.0', '93000000'), buy('1.0', '91000000')],
  part: '0.3',
  marketOrder: { side: 'buy', type: 'market', quantity: '0.4', price: '95012345' },
  trial: { side: 'buy', type: 'market', quantity: '0.01' },
  untold: ['isMaker'],
  buysByCost: true,
} as const;
const spotDollars = { USDT: '1000000', BTC: '20', ETH: '200', SOL: '2000' };

/** Every market of the simulated exchanges: `npm start` has an account on each, for people to try. */
export const STAGES: readonly StagePlan[] = [
  {
    ...dollars,
    ...{ name: 'demo', exchange: 'binance', marketType: 'SPOT', market: 'spot' },
    streamPath: '/ws-api/v3',
    balances: { ...spotDollars, BNB: '200' },
  },
  {
    ...dollars,
    ...{ name: 'demo-futures', exchange: 'binance', marketType: 'FUTURES', market: 'futures' },
    streamPath: '/private/ws',
    balances: { USDT: '1000000' },
  },
  {
    ...dollars,
    ...{ name: 'demo-bybit', exchange: 'bybit', marketType: 'SPOT', market: 'bybit-spot' },
    streamPath: '/v5/private',
    balances: { ...spotDollars, XRP: '200000' },
  },
  {
    ...dollars,
    name: 'demo-bybit-linear',
    ...{ exchange: 'bybit', marketType: 'FUTURES', market: 'bybit-linear' },
    streamPath: '/v5/private',
    balances: { USDT: '1000000' },
  },
  {
    ...won,
    ...{ name: 'demo-upbit', exchange: 'upbit', marketType: 'SPOT', market: 'upbit' },
    streamPath: '/websocket/v1/private',
  },
  {
    ...won,
    ...{ name: 'demo-bithumb', exchange: 'bithumb', marketType: 'SPOT', market: 'bithumb' },
    streamPath: '/websocket/v2/private',
  },
];

/** Names of the exchanges that the demo can be played on, the usual one first. */
export const STAGE_EXCHANGES: readonly string[] = [
  ...new Set(STAGES.map(({ exchange }) => exchange)),
];

/** Returns the markets of an exchange. @throws Error naming the known exchanges */
export function stagesOf(exchange: string): readonly StagePlan[] {
  const found = STAGES.filter((plan) => plan.exchange === exchange);
  if (found.length > 0) return found;
  throw new Error(`exchange must be one of ${STAGE_EXCHANGES.join(', ')}, was "${exchange}"`);
}

/** Returns a stage's market as its exchange writes it: alerts and the exchange's own calls name it so. */
export function marketOf({ exchange, symbol }: StagePlan): string {
  return marketId(symbol, styleOf(exchange));
}

/** Returns where a stage is, for people: `binance spot`. */
export function describeStage({ exchange, marketType }: StagePlan): string {
  return `${exchange} ${marketType.toLowerCase()}`;
}

function buy(quantity: string, price: string): StageOrder {
  return { side: 'buy', type: 'limit', quantity, price };
}
