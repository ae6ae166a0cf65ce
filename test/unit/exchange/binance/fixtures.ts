/** Frames and answers in Binance's documented shapes, with figures of our own. */

import type { MarketType, OrderRequest } from '../../../../src/domain/order.js';
import { binance } from '../../../../src/exchange/binance/index.js';
import type { ExchangeAccount, ExchangeRest } from '../../../../src/exchange/exchange.js';
import { Secret } from '../../../../src/observability/secret.js';

export const executionReport = {
  e: 'executionReport',
  E: 1700000000100,
  s: 'BTCUSDT',
  c: 'ft-1',
  S: 'BUY',
  o: 'LIMIT',
  f: 'GTC',
  q: '1.00000000',
  p: '50000.00000000',
  P: '0.00000000',
  F: '0.00000000',
  g: -1,
  C: '',
  x: 'NEW',
  X: 'NEW',
  r: 'NONE',
  i: 4211,
  l: '0.00000000',
  z: '0.00000000',
  L: '0.00000000',
  n: '0',
  N: null,
  T: 1700000000099,
  t: -1,
  I: 8641,
  w: true,
  m: false,
  M: false,
  O: 1700000000050,
  Z: '0.00000000',
  Y: '0.00000000',
  Q: '0.00000000',
};

export const spotFill = {
  ...executionReport,
  x: 'TRADE',
  X: 'PARTIALLY_FILLED',
  l: '0.30000000',
  z: '0.30000000',
  L: '49999.50000000',
  n: '0.00030000',
  N: 'BTC',
  t: 901,
  m: true,
};

export const futuresOrder = {
  s: 'BTCUSDT',
  c: 'ft-2',
  S: 'SELL',
  o: 'LIMIT',
  f: 'GTC',
  q: '0.010',
  p: '50000.0',
  ap: '50000.0',
  sp: '0',
  x: 'TRADE',
  X: 'PARTIALLY_FILLED',
  i: 7300,
  l: '0.004',
  z: '0.004',
  L: '50000.0',
  N: 'USDT',
  n: '0.08000000',
  T: 1700000000100,
  t: 5,
  b: '0',
  a: '0',
  m: false,
  R: false,
  wt: 'CONTRACT_PRICE',
  ot: 'LIMIT',
  ps: 'BOTH',
  cp: false,
  rp: '1.50000000',
  pP: false,
  si: 0,
  ss: 0,
  V: 'EXPIRE_MAKER',
  pm: 'NONE',
  gtd: 0,
  er: '0',
};

export const futuresUpdate = (order: Record<string, unknown> = {}): object => ({
  e: 'ORDER_TRADE_UPDATE',
  E: 1700000000101,
  T: 1700000000100,
  o: { ...futuresOrder, ...order },
});

export const tradeLite = {
  e: 'TRADE_LITE',
  E: 1700000000100,
  T: 1700000000099,
  s: 'BTCUSDT',
  q: '0.010',
  p: '50000.0',
  m: true,
  c: 'ft-2',
  S: 'SELL',
  L: '50000.0',
  l: '0.004',
  t: 5,
  i: 7300,
};

export const spotOrderAnswer = {
  symbol: 'BTCUSDT',
  orderId: 4211,
  orderListId: -1,
  clientOrderId: 'ft-1',
  price: '50000.00000000',
  origQty: '1.00000000',
  executedQty: '0.30000000',
  cummulativeQuoteQty: '14999.85000000',
  status: 'PARTIALLY_FILLED',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  time: 1700000000000,
  updateTime: 1700000000100,
};

export const spotCancelAnswer = {
  ...spotOrderAnswer,
  clientOrderId: 'id-of-the-cancel-request',
  origClientOrderId: 'ft-1',
  transactTime: 1700000000200,
  status: 'CANCELED',
};

export const spotSubmitAnswer = {
  ...spotOrderAnswer,
  transactTime: 1700000000001,
  executedQty: '1.00000000',
  status: 'FILLED',
  type: 'MARKET',
  fills: [
    { price: '50010', qty: '0.4', commission: '0.0004', commissionAsset: 'BTC', tradeId: 56 },
    { price: '50011', qty: '0.6', commission: '0.0006', commissionAsset: 'BTC', tradeId: 57 },
  ],
};

export const spotTrades = [
  {
    symbol: 'BTCUSDT',
    id: 901,
    orderId: 4211,
    orderListId: -1,
    price: '49999.50000000',
    qty: '0.30000000',
    quoteQty: '14999.85000000',
    commission: '0.00030000',
    commissionAsset: 'BTC',
    time: 1700000000099,
    isBuyer: true,
    isMaker: true,
  },
];

export const futuresTrades = [
  {
    symbol: 'BTCUSDT',
    id: 5,
    orderId: 7300,
    side: 'SELL',
    price: '50000.0',
    qty: '0.004',
    realizedPnl: '1.50000000',
    quoteQty: '200',
    commission: '0.08000000',
    commissionAsset: 'USDT',
    time: 1700000000100,
    positionSide: 'BOTH',
    buyer: false,
    maker: false,
  },
];

export const exchangeInfo = {
  timezone: 'UTC',
  serverTime: 1,
  rateLimits: [],
  symbols: [
    {
      symbol: 'BTCUSDT',
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      isSpotTradingAllowed: true,
      orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT'],
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000.00', tickSize: '0.01' },
        { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000.0', stepSize: '0.00001' },
        { filterType: 'MARKET_LOT_SIZE', minQty: '0.0', maxQty: '120.5', stepSize: '0.0' },
        { filterType: 'NOTIONAL', minNotional: '5.0', maxNotional: '9000000.0' },
      ],
    },
    {
      symbol: 'OLDUSDT',
      status: 'BREAK',
      baseAsset: 'OLD',
      quoteAsset: 'USDT',
      isSpotTradingAllowed: true,
      orderTypes: ['LIMIT'],
      filters: [],
    },
  ],
};

let accounts = 0;
/** An account of its own at an origin. */
export function accountAt(
  restUrl: string | null,
  marketType: MarketType = 'SPOT',
  changes: Partial<ExchangeAccount> = {},
): ExchangeAccount {
  accounts += 1;
  return {
    id: accounts,
    name: `account ${accounts}`,
    exchange: 'binance',
    marketType,
    restUrl,
    streamUrl: null,
    credentials: new Secret({ apiKey: 'testkey', secret: 'testsecret' }),
    ...changes,
  };
}

export function restOf(account: ExchangeAccount): ExchangeRest {
  return binance.openRest(account, binance.openMarkets(account), { readTimeoutMs: 2_000 });
}

/** The REST side of an account of its own. */
export function restAt(origin: string, marketType: MarketType = 'SPOT'): ExchangeRest {
  return restOf(accountAt(origin, marketType));
}

export const request: OrderRequest = {
  accountId: 1,
  accountName: 'one',
  strategyId: 1,
  clientOrderId: spotOrderAnswer.clientOrderId,
  symbol: 'BTC/USDT',
  marketType: 'SPOT',
  side: 'BUY',
  orderType: 'LIMIT',
  quantity: '1',
  price: '50000',
  timeInForce: 'GTC',
  reduceOnly: false,
  receivedAt: '2026-01-02T12:00:00.000Z',
};

export const reference = { symbol: 'BTC/USDT', clientOrderId: spotOrderAnswer.clientOrderId };
