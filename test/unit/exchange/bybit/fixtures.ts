/** Frames and answers in Bybit's documented shapes, with figures of our own. */

import type { ExchangeAccount, ExchangeRest } from '../../../../src/exchange/exchange.js';
import type { MarketType, OrderRequest } from '../../../../src/domain/order.js';
import { bybit } from '../../../../src/exchange/bybit/index.js';
import { accountOf } from '../../../kit/exchange/accounts.js';
import {
  startServer,
  type AnsweringServer,
  type ReceivedRequest,
} from '../../../kit/exchange/http-server.js';

type Json = Record<string, unknown>;

export const ok = (result: unknown): Json => ({
  retCode: 0,
  retMsg: 'OK',
  result,
  retExtInfo: {},
  time: Date.now(),
});

export const list = (rows: readonly unknown[], nextPageCursor = '', category = 'spot'): Json =>
  ok({ category, list: rows, nextPageCursor });

export const refusal = (retCode: number, retMsg = 'no', time = Date.now()): Json => ({
  retCode,
  retMsg,
  result: {},
  retExtInfo: {},
  time,
});

export const spotOrder = {
  symbol: 'BTCUSDT',
  orderId: 'b-1',
  orderLinkId: 'ft-1',
  side: 'Buy',
  orderType: 'Limit',
  price: '50000.00',
  qty: '0.01',
  timeInForce: 'GTC',
  orderStatus: 'PartiallyFilled',
  avgPrice: '50000',
  leavesQty: '0.006',
  cumExecQty: '0.0040',
  cumExecValue: '200.00',
  cumFeeDetail: { BTC: '0.000004' },
  createdTime: '1700000000000',
  updatedTime: '1700000000001',
  rejectReason: 'EC_NoError',
  cancelType: 'UNKNOWN',
};

export const linearOrder = {
  ...spotOrder,
  orderId: 'b-9',
  orderLinkId: 'ft-9',
  cumFeeDetail: { USDT: '0.08' },
  closedPnl: '0',
  reduceOnly: false,
  positionIdx: 0,
  tpslMode: '',
  createType: 'CreateByUser',
};

export const spotExecution = {
  symbol: 'BTCUSDT',
  orderId: 'b-1',
  orderLinkId: 'ft-1',
  side: 'Buy',
  orderType: 'Limit',
  orderQty: '0.01',
  leavesQty: '0.006',
  execId: 'e-1',
  execPrice: '50000.00',
  execQty: '0.004',
  execValue: '200',
  execFee: '0.000004',
  feeCurrency: 'BTC',
  feeRate: '0.001',
  isMaker: true,
  execType: 'Trade',
  execTime: '1700000000001',
  seq: 1,
};

export const linearExecution = {
  ...spotExecution,
  orderId: 'b-9',
  orderLinkId: 'ft-9',
  execId: 'e-9',
  execFee: '0.08',
  feeCurrency: 'USDT',
  execPnl: '1.50',
  closedSize: '0.004',
  seq: 140612148849382,
};

export const spotInstrument = {
  symbol: 'BTCUSDT',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  status: 'Trading',
  lotSizeFilter: {
    basePrecision: '0.000001',
    quotePrecision: '0.00000001',
    minOrderQty: '0.00001',
    maxOrderQty: '100',
    minOrderAmt: '1',
    maxOrderAmt: '100000',
  },
  priceFilter: { tickSize: '0.01' },
};

export const linearInstrument = {
  symbol: 'BTCUSDT',
  contractType: 'LinearPerpetual',
  status: 'Trading',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  settleCoin: 'USDT',
  launchTime: '1',
  deliveryTime: '0',
  priceFilter: { minPrice: '0.1', maxPrice: '199999', tickSize: '0.10' },
  lotSizeFilter: {
    minOrderQty: '0.001',
    maxOrderQty: '100',
    qtyStep: '0.001',
    minNotionalValue: '5',
  },
  leverageFilter: { minLeverage: '1', maxLeverage: '100' },
};

/** Settled in dollar coins of Circle: its id is not its assets joined. */
export const usdcInstrument = {
  ...linearInstrument,
  symbol: 'BTCPERP',
  quoteCoin: 'USDC',
  settleCoin: 'USDC',
};

/** A frame of the private stream. */
export function framed(topic: string, rows: readonly unknown[]): Json {
  return { id: 'u1', topic, creationTime: 1700000000003, data: rows };
}

/** An account of its own at an origin. */
export function accountAt(
  restUrl: string,
  marketType: MarketType = 'SPOT',
  changes: Partial<ExchangeAccount> = {},
): ExchangeAccount {
  return accountOf('bybit', { restUrl, marketType, ...changes });
}

/** The REST side of an account of its own. */
export function restAt(server: AnsweringServer, marketType: MarketType = 'SPOT'): ExchangeRest {
  const account = accountAt(server.origin, marketType);
  return bybit.openRest(account, bybit.openMarkets(account), { readTimeoutMs: 2_000 });
}

export const bodyOf = ({ body }: ReceivedRequest): Json => JSON.parse(body) as Json;

export const request: OrderRequest = {
  accountId: 1,
  accountName: 'unified',
  strategyId: 1,
  clientOrderId: 'ft-1',
  symbol: 'BTC/USDT',
  marketType: 'SPOT',
  side: 'BUY',
  orderType: 'LIMIT',
  quantity: '0.01000',
  price: '50000.10',
  timeInForce: 'GTC',
  reduceOnly: false,
  receivedAt: '2026-01-01T00:00:00.000Z',
};

type Answers = Readonly<Record<string, (request: ReceivedRequest, times: number) => unknown>>;

/** A server that answers by the end of the path; `times` counts the calls of each. */
export function startBybit(answers: Answers): Promise<AnsweringServer> {
  const times = new Map<string, number>();
  return startServer(({ path, ...received }) => {
    const call = path.replace('/v5/', '');
    const count = (times.get(call) ?? 0) + 1;
    times.set(call, count);
    const answer = answers[call];
    if (!answer) return { status: 404, body: 'no such path' };
    return { body: answer({ path, ...received }, count) };
  });
}

/** The calls that a server has received, by the end of the path. */
export const calledAt = ({ requests }: AnsweringServer): string[] =>
  requests.map(({ path }) => path.replace('/v5/', ''));

export const byClientId = { symbol: 'BTC/USDT', clientOrderId: 'ft-1', exchangeOrderId: null };
export const byExchangeId = { ...byClientId, exchangeOrderId: 'b-1' };
