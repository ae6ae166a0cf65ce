import { describe, expect, it } from 'vitest';
import { BinanceLimitRules } from '../../../../../src/exchange/binance/limits.js';
import {
  bybitCosts,
  BybitLimitRules,
  readBybitLimits,
} from '../../../../../src/exchange/bybit/limits.js';
import { ExchangeFailure } from '../../../../../src/exchange/failure.js';
import { limits as bithumbLimits } from '../../../../../src/exchange/bithumb/limits.js';
import { KoreanLimitRules, readRemaining } from '../../../../../src/exchange/kit/korean/limits.js';
import { limits as upbitLimits } from '../../../../../src/exchange/upbit/limits.js';

const NOON = Date.parse('2026-01-02T12:00:00Z');
const answered = (headers: Record<string, string>, path = '/') => ({ status: 200, headers, path });
const failed = (httpStatus: number, code?: string, retryAfterMs?: number) =>
  new ExchangeFailure('no', 'answer', {
    httpStatus,
    ...(code === undefined ? {} : { code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

describe('Binance', () => {
  it('tells of weight by address, and of orders by account', () => {
    const headers = {
      'x-mbx-used-weight': '30',
      'x-mbx-used-weight-1m': '30',
      'x-mbx-order-count-10s': '2',
      'x-mbx-order-count-1d': '700',
    };
    expect(new BinanceLimitRules('SPOT').read(answered(headers), NOON + 4_000)).toEqual([
      {
        scope: 'address',
        group: 'weight',
        windowMs: 60_000,
        limit: 6_000,
        used: 30,
        resetsAt: NOON + 60_000,
      },
      {
        scope: 'account',
        group: 'orders',
        windowMs: 10_000,
        limit: 50,
        used: 2,
        resetsAt: NOON + 10_000,
      },
      {
        scope: 'account',
        group: 'orders',
        windowMs: 86_400_000,
        limit: 160_000,
        used: 700,
        resetsAt: NOON + 43_200_000,
      },
    ]);
  });

  it('tells by its own clock when a window ends', () => {
    const headers = {
      'x-mbx-order-count-1m': '9',
      date: new Date(NOON + 58_000).toUTCString(),
    };
    const readings = new BinanceLimitRules('FUTURES').read(answered(headers), NOON);
    expect(readings).toMatchObject([{ limit: 1_200, used: 9, resetsAt: NOON + 2_000 }]);
  });

  it.each([
    ['a limit that it never announced', { 'x-mbx-order-count-3s': '1' }],
    ['no number', { 'x-mbx-used-weight-1m': 'many' }],
    ['nothing', {}],
  ])('tells nothing by %s', (_, headers) => {
    expect(new BinanceLimitRules('SPOT').read(answered(headers), NOON)).toEqual([]);
  });

  it('announces limits with its markets', () => {
    const limits = new BinanceLimitRules('SPOT');
    const before = limits.limits();
    const each = { intervalNum: 1, interval: 'MINUTE' };
    limits.learn({ rateLimits: [] });
    limits.learn({ rateLimits: [{ ...each, rateLimitType: 'SOMETHING', limit: 1 }] });
    limits.learn('<html>');
    expect(limits.limits()).toBe(before);
    limits.learn({ rateLimits: [{ ...each, rateLimitType: 'REQUEST_WEIGHT', limit: 12_000 }] });
    expect(limits.limits().map(({ group, limit }) => [group, limit])).toEqual([
      ['weight', 12_000],
      ['orders', 50],
      ['orders', 160_000],
    ]);
  });

  it.each([
    ['too many orders', failed(429, '-1015'), { scope: 'account', groups: ['orders'] }],
    ['too much weight', failed(429, '-1003'), { scope: 'address', groups: 'all' }],
    ['a ban', failed(418, '-1003'), { scope: 'address', groups: 'all', usualMs: 120_000 }],
    ['too much weight, differently', failed(400, '-1003'), { scope: 'address', groups: 'all' }],
    ['an order that it does not know', failed(400, '-2013'), null],
    ['trouble of its own', failed(503), null],
  ])('wants silence after %s where it must be', (_, failure, silence) => {
    expect(new BinanceLimitRules('SPOT').silenceAfter(failure)).toEqual(silence);
  });
});

describe('Bybit', () => {
  const told = (left: number, reset: number) =>
    answered(
      {
        'x-bapi-limit': '20',
        'x-bapi-limit-status': String(left),
        'x-bapi-limit-reset-timestamp': String(reset),
      },
      '/v5/order/create',
    );

  it('tells of each kind of call by account', () => {
    expect(readBybitLimits(told(18, NOON), NOON)).toEqual([
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

  it('tells when the window ends that is used up', () => {
    expect(readBybitLimits(told(0, NOON + 400), NOON)).toMatchObject([
      { used: 20, resetsAt: NOON + 400 },
    ]);
  });

  it('is not believed to want longer than a window, whatever its clock says', () => {
    expect(readBybitLimits(told(0, NOON + 90_000), NOON)).toMatchObject([
      { resetsAt: NOON + 1_000 },
    ]);
  });

  it('tells nothing without the headers', () => {
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

describe('Upbit and Bithumb', () => {
  const told = (text: string) => answered({ 'remaining-req': text });

  it.each([
    ['group=order; min=1800; sec=7', { group: 'order', left: 7 }],
    ['group=default;min=1799;sec=0', { group: 'default', left: 0 }],
    ['group=order; min=1800', null],
    ['sec=7', null],
    ['', null],
    [undefined, null],
  ])('tell what is left: %s', (header, remaining) => {
    expect(readRemaining(header)).toEqual(remaining);
  });

  it('tell of an account’s groups by the second', () => {
    const upbit = new KoreanLimitRules(upbitLimits);
    expect(upbit.read(told('group=order; min=1800; sec=3'), NOON)).toEqual([
      {
        scope: 'account',
        group: 'order',
        windowMs: 1_000,
        limit: 8,
        used: 5,
        resetsAt: NOON + 1_000,
      },
    ]);
    expect(upbit.read(told('group=ticker; min=600; sec=9'), NOON)).toEqual([]);
  });

  it('show by what is left how much there is', () => {
    const bithumb = new KoreanLimitRules(bithumbLimits);
    const usedAt = (left: number) =>
      bithumb.read(told(`group=order; min=1; sec=${left}`), NOON).map(({ used }) => used);
    expect([usedAt(6), usedAt(9), usedAt(0)]).toEqual([[1], [1], [10]]);
    expect(bithumb.limits()).toMatchObject([{ group: 'order', limit: 10 }, { limit: 120 }]);
  });

  it.each([
    ['429', failed(429), { scope: 'account', groups: ['order'] }],
    [
      'too_many_requests',
      failed(400, 'too_many_requests'),
      { scope: 'account', groups: ['order'] },
    ],
    ['a block', failed(418), { scope: 'account', groups: 'all', usualMs: 60_000 }],
    ['a bad request', failed(400, 'validation_error'), null],
  ])('want silence after %s where it must be', (_, failure, silence) => {
    expect(new KoreanLimitRules(upbitLimits).silenceAfter(failure, { order: 1 })).toEqual(silence);
  });
});
