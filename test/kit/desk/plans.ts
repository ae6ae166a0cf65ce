import type { MarketType } from '../../../src/domain/order.js';
import type { ExchangeName, MarketName } from '../../../simulator/model.js';

/** An order as an alert asks for it. */
export type AlertOrder = {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly quantity: string;
  readonly price?: string;
};

/** An account on one market of the simulated exchanges, and what tests trade there. */
export interface DeskPlan {
  readonly market: MarketName;
  readonly exchange: ExchangeName;
  readonly marketType: MarketType;
  readonly streamPath: string;
  readonly balances: Readonly<Record<string, string>>;
  /** Rests, its market being told by hand what to trade. */
  readonly limit: AlertOrder;
  /** A price at which a sale rests. */
  readonly sellPrice: string;
  /** Fills at once, in one to three parts. */
  readonly marketOrder: AlertOrder;
  /** Paths of calls, as faults name them. */
  readonly paths: {
    readonly create: string;
    readonly order: string;
    readonly open: string;
    readonly trades: string;
  };
  /** The call that cancels. */
  readonly cancel: { readonly method: 'POST' | 'DELETE'; readonly path: string };
  /** What an order's answer cannot do without: how much has filled. */
  readonly filledField: string;
  /** How the stream calls the quantity of one fill. */
  readonly lastQuantityField: string;
  /** As many digits as the market takes. */
  readonly exact: { readonly quantity: string; readonly price: string };
  readonly unlisted: string;
}

const dollars = {
  balances: { USDT: '5000000', BTC: '1000', ETH: '1000' },
  limit: buy('ETH/USDT', 'limit', '1', '2400'),
  sellPrice: '2600',
  unlisted: 'NONE/USDT',
  marketOrder: buy('BTC/USDT', 'market', '0.05'),
};
const won = {
  balances: { KRW: '100000000000', BTC: '1000', ETH: '1000' },
  limit: buy('ETH/KRW', 'limit', '1', '3000000'),
  sellPrice: '9000000',
  unlisted: 'NONE/KRW',
  exact: { quantity: '0.12345678', price: '3001000' },
  marketOrder: buy('BTC/KRW', 'market', '0.05'),
};
const bybitCalls = {
  paths: {
    create: '/v5/order/create',
    order: '/v5/order/realtime',
    open: '/v5/order/realtime',
    trades: '/v5/execution/list',
  },
  cancel: { method: 'POST', path: '/v5/order/cancel' },
  filledField: 'cumExecQty',
  lastQuantityField: 'execQty',
  exact: { quantity: '0.12', price: '2399.99' },
} as const;

export const binanceDesks: readonly DeskPlan[] = [
  {
    ...dollars,
    market: 'spot',
    exchange: 'binance',
    marketType: 'SPOT',
    streamPath: '/ws-api/v3',
    paths: {
      create: '/api/v3/order',
      order: '/api/v3/order',
      open: '/api/v3/openOrders',
      trades: '/api/v3/myTrades',
    },
    cancel: { method: 'DELETE', path: '/api/v3/order' },
    filledField: 'executedQty',
    lastQuantityField: 'l',
    exact: { quantity: '0.1234', price: '2399.99' },
  },
  {
    ...dollars,
    market: 'futures',
    exchange: 'binance',
    marketType: 'FUTURES',
    streamPath: '/private/ws',
    paths: {
      create: '/fapi/v1/order',
      order: '/fapi/v1/order',
      open: '/fapi/v1/openOrders',
      trades: '/fapi/v1/userTrades',
    },
    cancel: { method: 'DELETE', path: '/fapi/v1/order' },
    filledField: 'executedQty',
    lastQuantityField: 'l',
    exact: { quantity: '0.123', price: '2399.99' },
  },
];

const bybitDesks: readonly DeskPlan[] = [
  {
    ...dollars,
    market: 'bybit-spot',
    exchange: 'bybit',
    marketType: 'SPOT',
    streamPath: '/v5/private',
    ...bybitCalls,
  },
  {
    ...dollars,
    market: 'bybit-linear',
    exchange: 'bybit',
    marketType: 'FUTURES',
    streamPath: '/v5/private',
    ...bybitCalls,
  },
];

const koreanDesks: readonly DeskPlan[] = [
  {
    ...won,
    market: 'upbit',
    exchange: 'upbit',
    marketType: 'SPOT',
    streamPath: '/websocket/v1/private',
    paths: {
      create: '/v1/orders',
      order: '/v1/order',
      open: '/v1/orders/open',
      trades: '/v1/order',
    },
    cancel: { method: 'DELETE', path: '/v1/order' },
    filledField: 'executed_volume',
    lastQuantityField: 'volume',
  },
  {
    ...won,
    market: 'bithumb',
    exchange: 'bithumb',
    marketType: 'SPOT',
    streamPath: '/websocket/v2/private',
    paths: {
      create: '/v2/orders',
      order: '/v1/order',
      open: '/v1/orders',
      trades: '/v1/order',
    },
    cancel: { method: 'DELETE', path: '/v2/order' },
    filledField: 'executed_volume',
    lastQuantityField: 'trade_quantity',
  },
];

/** One account on every market there is. */
export const allDesks: readonly DeskPlan[] = [...binanceDesks, ...bybitDesks, ...koreanDesks];

/** Returns what is traded on a market. */
export function planOf(market: MarketName): DeskPlan {
  const plan = allDesks.find((each) => each.market === market);
  if (!plan) throw new Error(`no plan for market "${market}"`);
  return plan;
}

function buy(
  symbol: string,
  type: AlertOrder['type'],
  quantity: string,
  price?: string,
): AlertOrder {
  return { symbol, side: 'buy', type, quantity, ...(price === undefined ? {} : { price }) };
}

/** Limits that no test reaches by accident, in the words of a market's `POST /control/limits`. */
export function ampleLimits(market: MarketName): Readonly<Record<string, unknown>> {
  const many = 100_000;
  switch (planOf(market).exchange) {
    case 'binance': {
      const orders = [{ interval: 'SECOND', intervalNum: 10, limit: many }];
      return { weightPerMinute: 10 * many, orders };
    }
    case 'bybit':
      return {
        createPerSecond: many,
        cancelPerSecond: many,
        readPerSecond: many,
        requestsPer5s: many,
      };
    case 'upbit':
    case 'bithumb':
      return { order: many, exchange: many, quotation: many, connect: many, message: many };
  }
}

/** What a market's ledger and ours call things differently, and what an exchange does not tell. */
export interface MarketHabits {
  readonly isFutures: boolean;
  /** Tells of each fill whether it was a maker's. */
  readonly tellsMaker: boolean;
  /** A market buy spends an amount: the quantity that was asked for is an estimate. */
  readonly buysByCost: boolean;
  /** The exchange's own id of a market: `BTCUSDT`, `KRW-BTC`. */
  readonly marketId: (symbol: string) => string;
}

export function habitsOf(market: MarketName): MarketHabits {
  const isKorean = market === 'upbit' || market === 'bithumb';
  return {
    isFutures: market === 'futures' || market === 'bybit-linear',
    tellsMaker: !isKorean,
    buysByCost: isKorean,
    marketId: (symbol) =>
      isKorean ? symbol.split('/').reverse().join('-') : symbol.replace('/', ''),
  };
}
