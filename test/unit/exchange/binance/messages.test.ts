import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../../../src/exchange/binance/frames.js';
import { readMessage } from '../../../../src/exchange/binance/messages.js';
import { parseFrame, UnreadableMessage } from '../../../../src/exchange/kit/frames.js';
import type { OrderUpdate } from '../../../../src/domain/order.js';
import { executionReport, futuresUpdate, spotFill, tradeLite } from './fixtures.js';

const symbolOf = (id: string): string | undefined => (id === 'BTCUSDT' ? 'BTC/USDT' : undefined);
/** Markets of which only BTC/USDT is known. */
const btc = {
  symbolOf,
  isOther: () => false,
  find: (id: string) => Promise.resolve(symbolOf(id)),
  tellOnce: () => undefined,
};

function updateOf(frame: unknown): OrderUpdate {
  const message = readMessage(frame, symbolOf);
  if (message.kind !== 'update') throw new Error(`expected an update, was ${message.kind}`);
  return message.update;
}

describe('a spot executionReport', () => {
  it('reports a new order without a fill', () => {
    expect(updateOf(executionReport)).toEqual({
      clientOrderId: 'ft-1',
      exchangeOrderId: '4211',
      symbol: 'BTC/USDT',
      side: 'BUY',
      status: 'NEW',
      filledQuantity: '0',
      cumulativeQuote: '0',
      current: { quantity: '1', price: '50000', asOf: '2023-11-14T22:13:20.099Z' },
      fill: null,
      eventAt: '2023-11-14T22:13:20.100Z',
    });
  });

  it('goes by the old client id at an amendment that gave the order a new one', () => {
    const amended = { x: 'REPLACED', c: 'random-1', C: 'ft-1', q: '0.60000000' };
    expect(updateOf({ ...executionReport, ...amended })).toMatchObject({
      clientOrderId: 'ft-1',
      alias: 'random-1',
      mayAmend: true,
      current: { quantity: '0.6', price: '50000' },
    });
  });

  it('has no new client id when it is cancelled: that one is the cancel request’s', () => {
    const cancelled = { x: 'CANCELED', X: 'CANCELED', c: 'cancel-1', C: 'ft-1' };
    const update = updateOf({ ...executionReport, ...cancelled });
    expect(update.clientOrderId).toBe('ft-1');
    expect(update).not.toHaveProperty('alias');
  });

  it('names no terms of a market order, whose quantity may be an estimate', () => {
    expect(updateOf({ ...executionReport, o: 'MARKET' })).not.toHaveProperty('current');
  });

  it('reports a fill with its fee, its maker flag and the time of the trade', () => {
    expect(updateOf(spotFill)).toMatchObject({
      status: 'PARTIALLY_FILLED',
      filledQuantity: '0.3',
      fill: {
        exchangeTradeId: '901',
        price: '49999.5',
        quantity: '0.3',
        isMaker: true,
        fee: '0.0003',
        feeAsset: 'BTC',
        realizedPnl: null,
        executedAt: '2023-11-14T22:13:20.099Z',
      },
    });
  });

  it('names the order by its own client id when the frame carries the cancel request’s', () => {
    const cancelled = { ...executionReport, x: 'CANCELED', X: 'CANCELED', c: 'request', C: 'ft-1' };
    expect(updateOf(cancelled)).toMatchObject({ clientOrderId: 'ft-1', status: 'CANCELLED' });
  });

  it('keeps the part that was filled before an order was cancelled or expired', () => {
    const ended = { ...executionReport, z: '0.30000000', x: 'EXPIRED', X: 'EXPIRED' };
    expect(updateOf(ended)).toMatchObject({ status: 'EXPIRED', filledQuantity: '0.3', fill: null });
  });

  it('gives the exchange’s reason for a rejection', () => {
    const rejected = {
      ...executionReport,
      x: 'REJECTED',
      X: 'REJECTED',
      r: 'INSUFFICIENT_BALANCE',
    };
    expect(updateOf(rejected)).toMatchObject({
      status: 'REJECTED',
      reason: 'INSUFFICIENT_BALANCE',
    });
  });

  it('ends in EXPIRED by self-trade prevention', () => {
    const prevented = {
      ...executionReport,
      x: 'TRADE_PREVENTION',
      X: 'EXPIRED_IN_MATCH',
      l: '0.5',
    };
    expect(updateOf(prevented)).toMatchObject({ status: 'EXPIRED', fill: null });
  });

  it.each([
    ['of zero quantity', { l: '0.00000000' }],
    ['without a price', { L: '0.00000000' }],
    ['without a trade id', { t: -1 }],
  ])('does not make a fill of a TRADE %s, and still names the cumulative quantity', (_, odd) => {
    expect(updateOf({ ...spotFill, ...odd })).toMatchObject({ fill: null, filledQuantity: '0.3' });
  });

  it('is read the same in either envelope', () => {
    const bare = updateOf(spotFill);
    expect(updateOf({ subscriptionId: 0, event: spotFill })).toEqual(bare);
    expect(updateOf({ stream: 'executionReport', data: spotFill })).toEqual(bare);
  });

  it('is of no concern when its market is not listed', () => {
    expect(readMessage({ ...spotFill, s: 'XYZUSDT' }, symbolOf)).toMatchObject({ kind: 'other' });
  });
});

describe('a futures ORDER_TRADE_UPDATE', () => {
  it('reports a fill with what the exchange realised', () => {
    expect(updateOf(futuresUpdate())).toMatchObject({
      clientOrderId: 'ft-2',
      exchangeOrderId: '7300',
      side: 'SELL',
      status: 'PARTIALLY_FILLED',
      fill: { exchangeTradeId: '5', fee: '0.08', feeAsset: 'USDT', realizedPnl: '1.5' },
    });
  });

  it('has no fee when none was charged', () => {
    const { fill } = updateOf(futuresUpdate({ N: undefined, n: undefined }));
    expect(fill).toMatchObject({ fee: '0', feeAsset: null });
  });

  it('keeps a rebate as a negative fee', () => {
    expect(updateOf(futuresUpdate({ n: '-0.00100000' })).fill?.fee).toBe('-0.001');
  });

  it('is a fill when a liquidation executes', () => {
    const liquidation = { c: 'autoclose-17', x: 'CALCULATED', X: 'FILLED', l: '0.010', z: '0.010' };
    expect(updateOf(futuresUpdate(liquidation))).toMatchObject({
      clientOrderId: 'autoclose-17',
      status: 'FILLED',
      fill: { quantity: '0.01' },
    });
  });

  it('reports an amendment of quantity and price', () => {
    const amended = { x: 'AMENDMENT', X: 'NEW', q: '0.020', p: '49000.0', z: '0', t: 0, l: '0' };
    expect(updateOf(futuresUpdate(amended))).toMatchObject({
      status: 'NEW',
      mayAmend: true,
      current: { quantity: '0.02', price: '49000', asOf: '2023-11-14T22:13:20.100Z' },
      fill: null,
    });
  });

  it('is filled when auto-deleveraging took it all, whatever the state is called', () => {
    const adl = { c: 'adl_autoclose', x: 'CALCULATED', X: 'NEW_ADL', l: '0.010', z: '0.010' };
    expect(updateOf(futuresUpdate(adl)).status).toBe('FILLED');
  });

  it('says in words why an order expired', () => {
    const expired = { x: 'EXPIRED', X: 'EXPIRED', er: '2' };
    expect(updateOf(futuresUpdate(expired)).reason).toBe('IOC remainder not filled');
  });

  it('carries no reason while there is none', () => {
    expect(updateOf(futuresUpdate())).not.toHaveProperty('reason');
  });
});

describe('other frames', () => {
  it.each(['listenKeyExpired', 'eventStreamTerminated', 'serverShutdown'])(
    'end the stream when they say %s',
    (e) => {
      expect(readMessage({ e, E: '1736996475556', listenKey: 'k' }, symbolOf)).toEqual({
        kind: 'ended',
        reason: e,
      });
    },
  );

  it('are passed over, the early copy of a fill too', () => {
    const others = [
      tradeLite,
      { e: 'ACCOUNT_UPDATE', a: {} },
      { result: null, id: 1 },
      [],
      null,
      7,
    ];
    for (const frame of others) expect(readMessage(frame, symbolOf).kind).toBe('other');
  });
});

describe('an order frame that is not as documented', () => {
  it.each([
    ['a number where a decimal string belongs', { z: 0.3 }, 'z'],
    ['a decimal in another notation', { l: '3e-1' }, 'l'],
    ['an unknown state', { X: 'HALF_FILLED' }, 'X'],
    ['an unknown side', { S: 'HOLD' }, 'S'],
    ['no order id', { i: undefined }, 'i'],
    ['a time out of range', { T: 1e20 }, 'T'],
  ])('is unreadable because of %s, and the field is named', (_, odd, field) => {
    const read = (): unknown => readMessage({ ...spotFill, ...odd }, symbolOf);
    expect(read).toThrow(UnreadableMessage);
    expect(read).toThrow(new RegExp(`executionReport: ${field}:`));
  });
});

describe('the text of a frame', () => {
  const collect = () => {
    const updates: OrderUpdate[] = [];
    const problems: string[] = [];
    const handlers = {
      onUpdates: (more: readonly OrderUpdate[]) => void updates.push(...more),
      onUnreadable: (problem: string) => void problems.push(problem),
    };
    return { updates, problems, handlers };
  };

  it('keeps an order id beyond 2^53 to the last digit', () => {
    const { updates, handlers } = collect();
    const text = JSON.stringify(futuresUpdate()).replace('"i":7300', '"i":8389765534897412345');
    new FrameReader(btc, handlers).read(parseFrame('binance', text, handlers));
    expect(updates).toMatchObject([{ exchangeOrderId: '8389765534897412345' }]);
  });

  it('never ends the stream, however broken', () => {
    const { problems, handlers } = collect();
    expect(parseFrame('binance', '<html>', handlers)).toBeUndefined();
    expect(new FrameReader(btc, handlers).read({ ...spotFill, z: null })).toBeUndefined();
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('expected a JSON frame, was "<html>"');
  });
});
