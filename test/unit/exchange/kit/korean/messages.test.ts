import { describe, expect, it } from 'vitest';
import type { OrderUpdate } from '../../../../../src/domain/order.js';
import { readOrder as readBithumb } from '../../../../../src/exchange/bithumb/messages.js';
import { parseFrame, UnreadableMessage } from '../../../../../src/exchange/kit/frames.js';
import { readOrder as readUpbit } from '../../../../../src/exchange/upbit/messages.js';
import { bithumbFrame, upbitFrame, upbitRestingFrame } from './fixtures.js';

const symbolOf = (id: string): string | undefined => (id === 'KRW-BTC' ? 'BTC/KRW' : undefined);
const handlers = {
  onUpdates: () => undefined,
  onUnreadable: (problem: string) => {
    throw new Error(problem);
  },
};

/** As the stream does: from text, so that numbers keep their digits. */
function read(reader: typeof readUpbit, frame: object | string): OrderUpdate {
  const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
  const update = reader(parseFrame('test', text, handlers, 'as-text'), symbolOf);
  if (!update) throw new Error('expected an update');
  return update;
}

const fill = {
  exchangeTradeId: 't-1',
  price: '95000000',
  quantity: '0.0004',
  isMaker: true,
  fee: '19',
  feeAsset: 'KRW',
  realizedPnl: null,
  executedAt: '2023-11-14T22:13:20.500Z',
  orderFee: { paid: '19', atQuantity: '0.0004', isShared: false },
};
const update = {
  clientOrderId: 'ft-1',
  exchangeOrderId: 'u-1',
  symbol: 'BTC/KRW',
  side: 'BUY',
  status: 'PARTIALLY_FILLED',
  filledQuantity: '0.0004',
  cumulativeQuote: '38000',
  fill,
  eventAt: '2023-11-14T22:13:20.600Z',
};

describe('a myOrder frame of Upbit', () => {
  it('tells of a fill: price and volume are the fill’s where the state is trade', () => {
    expect(read(readUpbit, upbitFrame)).toEqual(update);
  });

  it('tells of the fill that completes the order', () => {
    const last = { ...upbitFrame, remaining_volume: 0, executed_volume: 0.001 };
    expect(read(readUpbit, last)).toMatchObject({ status: 'FILLED', filledQuantity: '0.001' });
    // What self-match prevention took off has not been filled.
    const prevented = { ...last, executed_volume: 0.0008, prevented_volume: 0.0002 };
    expect(read(readUpbit, prevented)).toMatchObject({ status: 'PARTIALLY_FILLED' });
  });

  it.each([
    ['wait', 'NEW'],
    ['watch', 'NEW'],
    ['prevented', 'NEW'],
    ['cancel', 'CANCELLED'],
  ])('tells of an order in state %s without a fill', (state, status) => {
    const frame = { ...upbitRestingFrame, state };
    expect(read(readUpbit, frame)).toMatchObject({ status, filledQuantity: '0', fill: null });
  });

  it('ends a market buy that is cancelled after it has filled', () => {
    const bought = {
      order_type: 'price',
      price: 10000,
      volume: null,
      remaining_volume: null,
      executed_volume: 0.00010526,
      executed_funds: 9999.7,
      paid_fee: 4.99985,
    };
    const partial = { ...upbitFrame, ...bought, price: 95000000, volume: 0.00010526 };
    expect(read(readUpbit, partial)).toMatchObject({ status: 'PARTIALLY_FILLED', isByCost: true });
    const ended = { ...upbitRestingFrame, ...bought, state: 'cancel' };
    expect(read(readUpbit, ended)).toMatchObject({ status: 'FILLED', isByCost: true });
  });

  it('keeps every digit of its numbers, with an exponent or without', () => {
    const text = JSON.stringify(upbitFrame)
      .replace('"volume":0.0004', '"volume":30925891.2983936912345678')
      .replace('"trade_fee":19', '"trade_fee":1.0E-8');
    expect(read(readUpbit, text)).toMatchObject({
      fill: { quantity: '30925891.2983936912345678', fee: '0.00000001' },
    });
  });

  it('works a fee out that is not told, and leaves the fill to REST where that cannot be done', () => {
    const silent = { ...upbitFrame, trade_fee: null };
    expect(read(readUpbit, silent).fill?.fee).toBe('19');
    expect(read(readUpbit, { ...silent, executed_funds: null }).fill).toBeNull();
  });

  it.each(['trade_uuid', 'price', 'volume', 'trade_timestamp'])(
    'carries no fill without %s, but what has been executed',
    (field) => {
      const told = read(readUpbit, { ...upbitFrame, [field]: null });
      expect(told).toMatchObject({ fill: null, filledQuantity: '0.0004' });
    },
  );

  it('names an order by the exchange’s id where it has no identifier', () => {
    const manual = { ...upbitFrame, identifier: null };
    expect(read(readUpbit, manual).clientOrderId).toBe('u-1');
  });
});

describe('a myOrder frame of Bithumb', () => {
  it('tells of a fill, whose fee follows from what the order has paid', () => {
    expect(read(readBithumb, bithumbFrame)).toEqual({
      ...update,
      exchangeOrderId: 'C0101',
      fill: {
        ...fill,
        exchangeTradeId: 'T1',
        isMaker: null,
        orderFee: { ...fill.orderFee, isShared: true },
      },
    });
  });

  it('takes the fill’s part of the fee, not the order’s', () => {
    const second = {
      ...bithumbFrame,
      trade_quantity: 0.0002,
      trade_amount: 19000,
      trade_id: 'T2',
      executed_quantity: 0.0006,
      executed_amount: 57000,
      paid_fee: 28.5,
    };
    expect(read(readBithumb, second)).toMatchObject({
      filledQuantity: '0.0006',
      fill: { exchangeTradeId: 'T2', quantity: '0.0002', fee: '9.5' },
    });
  });

  it('tells of an order that has nothing to say about fills', () => {
    const waiting = {
      type: 'myOrder',
      code: 'KRW-BTC',
      order_id: 'C0101',
      side: 'sell',
      state: 'wait',
      order_type: 'limit',
      order_price: 95000000,
      order_quantity: 0.001,
      timestamp: 1700000000600,
    };
    expect(read(readBithumb, waiting)).toEqual({
      clientOrderId: 'C0101',
      exchangeOrderId: 'C0101',
      symbol: 'BTC/KRW',
      side: 'SELL',
      status: 'NEW',
      filledQuantity: '0',
      fill: null,
      eventAt: '2023-11-14T22:13:20.600Z',
    });
  });

  it('leaves the fill to REST where the fee does not follow', () => {
    for (const field of ['paid_fee', 'executed_amount', 'trade_id', 'trade_timestamp']) {
      const told = read(readBithumb, { ...bithumbFrame, [field]: undefined });
      expect(told).toMatchObject({ fill: null, filledQuantity: '0.0004' });
    }
  });

  it('says why an order was cancelled', () => {
    const cancelled = { ...bithumbFrame, state: 'cancel', cancel_type: 'tif_cancel' };
    expect(read(readBithumb, cancelled)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.0004',
      reason: 'tif_cancel',
      fill: null,
    });
  });
});

describe('a myOrder frame of either', () => {
  it('is passed over when its market is not listed', () => {
    expect(readUpbit({ ...asText(upbitFrame), code: 'KRW-NOPE' }, symbolOf)).toBeNull();
    expect(readBithumb({ ...asText(bithumbFrame), code: 'KRW-NOPE' }, symbolOf)).toBeNull();
  });

  it.each([
    ['an unknown state', { state: 'pending' }, /myOrder: state: .*"pending"/],
    ['a figure that is none', { executed_volume: 'many', executed_quantity: 'many' }, /: executed/],
    ['no time', { timestamp: undefined }, /: timestamp/],
    ['no market', { code: undefined }, /: code/],
  ])('is unreadable with %s, and says so', (_, changes, problem) => {
    const frames = [
      () => readUpbit({ ...asText(upbitFrame), ...changes }, symbolOf),
      () => readBithumb({ ...asText(bithumbFrame), ...changes }, symbolOf),
    ];
    for (const frame of frames) {
      expect(frame).toThrow(UnreadableMessage);
      expect(frame).toThrow(problem);
    }
  });
});

function asText(frame: object): object {
  return parseFrame('test', JSON.stringify(frame), handlers, 'as-text') as object;
}
