import type { OrderRequest, OrderUpdate } from '../../../../../src/domain/order.js';
import { bithumb } from '../../../../../src/exchange/bithumb/index.js';
import type {
  ExchangeAccount,
  ExchangeAdapter,
  ExchangeRest,
} from '../../../../../src/exchange/exchange.js';
import { parseFrame } from '../../../../../src/exchange/kit/frames.js';
import type { ReadOrder } from '../../../../../src/exchange/kit/korean/messages.js';
import { upbit } from '../../../../../src/exchange/upbit/index.js';
import { accountOf } from '../../../../kit/exchange/accounts.js';
import { strictHandlers } from '../../../../kit/exchange/handlers.js';

/**
 * Frames, answers and requests in Upbit's and Bithumb's documented shapes, with figures of our own.
 */

export type KoreanName = 'upbit' | 'bithumb';
export const ADAPTERS: Readonly<Record<KoreanName, ExchangeAdapter>> = { upbit, bithumb };

export const upbitOrder = {
  uuid: 'u-1',
  side: 'bid',
  ord_type: 'limit',
  price: '95000000',
  state: 'wait',
  market: 'KRW-BTC',
  created_at: '2026-01-02T10:00:00+09:00',
  volume: '0.00100000',
  remaining_volume: '0.0006',
  executed_volume: '0.0004',
  reserved_fee: '47.5',
  remaining_fee: '28.5',
  paid_fee: '19',
  locked: '57028.5',
  trades_count: 1,
  identifier: 'ft-1',
};

export const trade = {
  market: 'KRW-BTC',
  uuid: 't-1',
  price: '95000000',
  volume: '0.0004',
  funds: '38000',
  trend: 'up',
  created_at: '2026-01-02T10:00:01.123+09:00',
  side: 'bid',
};

export const upbitNewOrder = {
  ...upbitOrder,
  remaining_volume: '0.001',
  executed_volume: '0',
  paid_fee: '0',
  trades_count: 0,
};

/** A market buy that has spent what can be spent. */
export const upbitMarketBuy = {
  ...upbitOrder,
  ord_type: 'price',
  price: '10000',
  volume: null,
  remaining_volume: null,
  state: 'cancel',
  executed_volume: '0.00010526',
  executed_funds: '9999.7',
  paid_fee: '5',
};

export const bithumbOrder = {
  ...upbitOrder,
  identifier: undefined,
  uuid: 'C0101',
  client_order_id: 'ft-1',
  executed_funds: '38000',
  stp_type: 'cancel_taker',
};

export const upbitFrame = {
  type: 'myOrder',
  code: 'KRW-BTC',
  uuid: 'u-1',
  ask_bid: 'BID',
  order_type: 'limit',
  state: 'trade',
  trade_uuid: 't-1',
  price: 95000000,
  avg_price: 95000000,
  volume: 0.0004,
  remaining_volume: 0.0006,
  executed_volume: 0.0004,
  trades_count: 1,
  reserved_fee: 47.5,
  remaining_fee: 28.5,
  paid_fee: 19,
  locked: 57028.5,
  executed_funds: 38000,
  time_in_force: null,
  trade_fee: 19,
  is_maker: true,
  identifier: 'ft-1',
  smp_type: null,
  prevented_volume: 0,
  prevented_locked: 0,
  trade_timestamp: 1700000000500,
  order_timestamp: 1700000000000,
  timestamp: 1700000000600,
  stream_type: 'REALTIME',
};

export const upbitRestingFrame = {
  ...upbitFrame,
  state: 'wait',
  trade_uuid: null,
  volume: 0.001,
  remaining_volume: 0.001,
  executed_volume: 0,
  executed_funds: 0,
  paid_fee: 0,
  trades_count: 0,
  trade_fee: null,
  is_maker: null,
  trade_timestamp: null,
};

export const bithumbFrame = {
  type: 'myOrder',
  stream_type: 'REALTIME',
  code: 'KRW-BTC',
  order_id: 'C0101',
  client_order_id: 'ft-1',
  side: 'buy',
  order_type: 'limit',
  state: 'trade',
  order_price: 95000000,
  order_quantity: 0.001,
  order_amount: 95000,
  trade_id: 'T1',
  trade_price: 95000000,
  trade_quantity: 0.0004,
  trade_amount: 38000,
  remaining_quantity: 0.0006,
  executed_quantity: 0.0004,
  executed_amount: 38000,
  reserved_fee: 47.5,
  remaining_fee: 28.5,
  paid_fee: 19,
  trade_timestamp: 1700000000500,
  order_timestamp: 1700000000000,
  timestamp: 1700000000600,
};

export const marketList = ['KRW-BTC', 'KRW-ETH', 'BTC-ETH', 'USDT-BTC'].map((market) => ({
  market,
  korean_name: market,
  english_name: market,
}));

/** An account of its own. */
export function accountAt(
  exchange: KoreanName,
  urls: { restUrl?: string; streamUrl?: string },
): ExchangeAccount {
  return accountOf(exchange, urls);
}

/** The REST side of an account of its own. */
export function restAt(exchange: KoreanName, origin: string): ExchangeRest {
  const account = accountAt(exchange, { restUrl: origin });
  const adapter = ADAPTERS[exchange];
  return adapter.openRest(account, adapter.openMarkets(account), { readTimeoutMs: 2_000 });
}

export const orderRequest: OrderRequest = {
  accountId: 1,
  accountName: 'test',
  strategyId: null,
  clientOrderId: 'ft-1',
  symbol: 'BTC/KRW',
  marketType: 'SPOT',
  side: 'BUY',
  orderType: 'LIMIT',
  quantity: '0.001',
  price: '95000000',
  timeInForce: 'GTC',
  reduceOnly: false,
  receivedAt: '2026-01-02T01:00:00.000Z',
};

/** What the frames of both exchanges say. */
export const framedFill = {
  exchangeTradeId: 't-1',
  hasUnverifiedId: true,
  price: '95000000',
  quantity: '0.0004',
  isMaker: true,
  fee: '19',
  feeAsset: 'KRW',
  realizedPnl: null,
  executedAt: '2023-11-14T22:13:20.500Z',
  orderFee: { paid: '19', atQuantity: '0.0004', isShared: false },
};
export const framedUpdate = {
  clientOrderId: 'ft-1',
  exchangeOrderId: 'u-1',
  symbol: 'BTC/KRW',
  side: 'BUY',
  status: 'PARTIALLY_FILLED',
  filledQuantity: '0.0004',
  cumulativeQuote: '38000',
  fill: framedFill,
  eventAt: '2023-11-14T22:13:20.600Z',
};

export const symbolOf = (id: string): string | undefined =>
  id === 'KRW-BTC' ? 'BTC/KRW' : undefined;

/** Reads a frame as the stream does: from text, so that numbers keep their digits. */
export function asText(frame: object | string): object {
  const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
  return parseFrame('test', text, strictHandlers, 'as-text') as object;
}

/** Reads what a frame of a listed market says. */
export function readFrame(readOrder: ReadOrder, frame: object | string): OrderUpdate {
  const update = readOrder(asText(frame), symbolOf);
  if (!update) throw new Error('expected an update');
  return update;
}
