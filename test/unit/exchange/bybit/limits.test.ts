import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  bybitCosts,
  BybitLimitRules,
  readBybitLimits,
} from '../../../../src/exchange/bybit/limits.js';
import { answered, failed, NOON } from '../kit/limits/answers.js';
import { refusalOf } from '../kit/limits/budgets.js';
import { bybit } from '../../../../src/exchange/bybit/index.js';
import { startServer } from '../../../kit/exchange/http-server.js';
import {
  accountAt,
  calledAt,
  list,
  refusal,
  restAt,
  spotInstrument,
  startBybit,
} from './fixtures.js';

afterEach(() => void vi.useRealTimers());

describe('the limits of Bybit', () => {
  const answeredWith = (left: number, reset: number) =>
    answered(
      {
        'x-bapi-limit': '20',
        'x-bapi-limit-status': String(left),
        'x-bapi-limit-reset-timestamp': String(reset),
      },
      '/v5/order/create',
    );

  it('counts each kind of call by account', () => {
    expect(readBybitLimits(answeredWith(18, NOON), NOON)).toEqual([
      {
        scope: 'account',
        group: 'order/create',
        windowMs: 1_000,
        limit: 20,
        used: 2,
        resetsAt: NOON + 1_000,
      },
    ]);
  });

  it('names the end of a window that is used up', () => {
    expect(readBybitLimits(answeredWith(0, NOON + 400), NOON)).toMatchObject([
      { used: 20, resetsAt: NOON + 400 },
    ]);
  });

  it('is not believed to want longer than a window, whatever its clock says', () => {
    expect(readBybitLimits(answeredWith(0, NOON + 90_000), NOON)).toMatchObject([
      { resetsAt: NOON + 1_000 },
    ]);
  });

  it('says nothing without the headers', () => {
    expect(readBybitLimits(answered({ 'x-bapi-limit': '20' }), NOON)).toEqual([]);
  });

  it('counts its calls by path and by address', () => {
    expect(bybitCosts('/v5/order/history')).toEqual({ requests: 1, 'order/history': 1 });
    const orders = (type: 'SPOT' | 'FUTURES') =>
      new BybitLimitRules(type).limits().find(({ group }) => group === 'order/create')?.limit;
    expect([orders('SPOT'), orders('FUTURES')]).toEqual([20, 10]);
  });

  it.each([
    ['one kind of call', failed(200, '10006'), { scope: 'account', groups: ['order/cancel'] }],
    ['too many orders', failed(200, '170005'), { scope: 'account', groups: ['order/create'] }],
    ['too much of everything', failed(200, '10429'), { scope: 'account', groups: 'all' }],
    ['a block', failed(403, undefined, 600_000), { scope: 'address', groups: 'all' }],
    ['a firewall’s page', failed(403), { scope: 'address', groups: 'all' }],
    ['a key that lacks a permission', failed(403, '10005'), null],
  ])('wants silence after %s where it must be', (_, failure, silence) => {
    const costs = bybitCosts('/v5/order/cancel');
    expect(new BybitLimitRules('SPOT').silenceAfter(failure, costs)).toEqual(silence);
  });
});

describe('a pause of unknown length', () => {
  it('doubles each time that a rate limit comes, which Bybit sends under HTTP 200', async () => {
    vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
    const tooMuch = () => refusal(10429, 'System level frequency protection');
    const rest = restAt(await startBybit({ 'order/realtime': tooMuch }));
    const fetch = () => rest.fetchOrder({ symbol: 'BTC/USDT', clientOrderId: 'ft-1' });
    const pauses: unknown[] = [];
    for (let time = 0; time < 3; time += 1) {
      expect(await refusalOf(fetch())).toMatchObject({ details: { code: '10429' } });
      const { origin, details } = await refusalOf(fetch());
      pauses.push([origin, details.retryAfterMs]);
      vi.setSystemTime(Date.now() + (details.retryAfterMs ?? 0));
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000].map((ms) => ['paused', ms]));
  });
});

describe('an address that is barred', () => {
  it('asks nothing for any market, and for the listing as soon as the bar ends', async () => {
    vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
    const barredUntil = NOON + 600_000;
    const server = await startServer(() =>
      Date.now() < barredUntil
        ? { status: 403, body: '403, access too frequent' }
        : { body: list([spotInstrument]) },
    );
    const [spot, linear] = [restAt(server), restAt(server, 'FUTURES')];
    const markets = bybit.openMarkets(accountAt(server.origin));
    const reference = { symbol: 'BTC/USDT', clientOrderId: 'ft-1' };
    expect(await refusalOf(spot.fetchOrder(reference))).toMatchObject({ origin: 'answer' });
    for (const asked of [
      spot.fetchOrder(reference),
      linear.fetchOrder(reference),
      markets.ready(),
      markets.rulesFor('BTC/USDT'),
    ]) {
      expect(await refusalOf(asked)).toMatchObject({
        origin: 'paused',
        details: { retryAfterMs: 600_000 },
      });
    }
    expect(calledAt(server)).toEqual(['order/realtime']);
    vi.setSystemTime(barredUntil);
    await markets.ready();
    expect(markets.lists('BTC/USDT')).toBe(true);
  });

  it('is known from whatever was answered so', async () => {
    const server = await startServer(() => ({ status: 403, body: '403, access too frequent' }));
    const markets = bybit.openMarkets(accountAt(server.origin, 'FUTURES'));
    expect(await refusalOf(markets.ready())).toMatchObject({ origin: 'answer' });
    const asked = restAt(server).fetchOrder({ symbol: 'BTC/USDT', clientOrderId: 'ft-1' });
    expect(await refusalOf(asked)).toMatchObject({ origin: 'paused' });
    expect(server.requests).toHaveLength(1);
  });
});
