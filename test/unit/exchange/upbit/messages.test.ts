import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../../src/exchange/upbit/messages.js';
import { framedUpdate, readFrame, upbitFrame, upbitRestingFrame } from '../kit/korean/fixtures.js';

describe('a myOrder frame of Upbit', () => {
  it('reports a fill: price and volume are the fill’s where the state is trade', () => {
    expect(readFrame(readOrder, upbitFrame)).toEqual(framedUpdate);
  });

  it('reports the fill that completes the order', () => {
    const last = { ...upbitFrame, remaining_volume: 0, executed_volume: 0.001 };
    expect(readFrame(readOrder, last)).toMatchObject({ status: 'FILLED', filledQuantity: '0.001' });
    // What self-match prevention took off has not been filled.
    const prevented = { ...last, executed_volume: 0.0008, prevented_volume: 0.0002 };
    expect(readFrame(readOrder, prevented)).toMatchObject({ status: 'PARTIALLY_FILLED' });
  });

  it.each([
    ['wait', 'NEW'],
    ['watch', 'NEW'],
    ['prevented', 'NEW'],
    ['cancel', 'CANCELLED'],
  ])('reports an order in state %s without a fill', (state, status) => {
    const frame = { ...upbitRestingFrame, state };
    expect(readFrame(readOrder, frame)).toMatchObject({ status, filledQuantity: '0', fill: null });
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
    expect(readFrame(readOrder, partial)).toMatchObject({
      status: 'PARTIALLY_FILLED',
      isByCost: true,
    });
    const ended = { ...upbitRestingFrame, ...bought, state: 'cancel' };
    expect(readFrame(readOrder, ended)).toMatchObject({ status: 'FILLED', isByCost: true });
  });

  it('keeps every digit of its numbers, with an exponent or without', () => {
    const text = JSON.stringify(upbitFrame)
      .replace('"volume":0.0004', '"volume":30925891.2983936912345678')
      .replace('"trade_fee":19', '"trade_fee":1.0E-8');
    expect(readFrame(readOrder, text)).toMatchObject({
      fill: { quantity: '30925891.2983936912345678', fee: '0.00000001' },
    });
  });

  it('works an unnamed fee out, and leaves the fill to REST where that cannot be done', () => {
    const silent = { ...upbitFrame, trade_fee: null };
    expect(readFrame(readOrder, silent).fill?.fee).toBe('19');
    expect(readFrame(readOrder, { ...silent, executed_funds: null }).fill).toBeNull();
  });

  it.each(['trade_uuid', 'price', 'volume', 'trade_timestamp'])(
    'carries no fill without %s, but what has been executed',
    (field) => {
      const update = readFrame(readOrder, { ...upbitFrame, [field]: null });
      expect(update).toMatchObject({ fill: null, filledQuantity: '0.0004' });
    },
  );

  it('names an order by the exchange’s id where it has no identifier', () => {
    const manual = { ...upbitFrame, identifier: null };
    expect(readFrame(readOrder, manual).clientOrderId).toBe('u-1');
  });
});
