import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BinanceLimitRules } from '../../../../src/exchange/binance/limits.js';
import type { ExchangeRest } from '../../../../src/exchange/exchange.js';
import {
  startServer,
  type AnsweringServer,
  type ReceivedRequest,
  type SentAnswer,
} from '../../../kit/exchange/http-server.js';
import { answered, failed, NOON } from '../kit/limits/answers.js';
import { reference, request, restAt } from './account.js';
import { exchangeInfo, spotOrderAnswer } from './fixtures.js';

let server: AnsweringServer;

// What is used is counted by the minute of the clock: none may end during a test.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON + 10_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const used = (weight: number) => ({ 'X-MBX-USED-WEIGHT-1M': String(weight) });
const TOO_MUCH = { code: -1003, msg: 'Too many requests.' };
const TOO_MANY_ORDERS = { code: -1015, msg: 'Too many new orders.' };

async function serve(answer: (request: ReceivedRequest) => SentAnswer | undefined): Promise<void> {
  server = await startServer((received) => {
    const own = answer(received);
    if (own) return own;
    return { body: received.path.endsWith('/exchangeInfo') ? exchangeInfo : spotOrderAnswer };
  });
}

/** An account of its own behind the server's address. */
const openAccount = (): ExchangeRest => restAt(server.origin);

const called = (path: string) =>
  server.requests.filter((received) => received.path.endsWith(path)).length;

it('leaves what is left of the weight to verification, and then to orders', async () => {
  let weight = 4_200;
  await serve(({ path }) =>
    path.endsWith('/order') ? { headers: used(weight), body: spotOrderAnswer } : undefined,
  );
  const rest = openAccount();
  await rest.fetchOrder(reference);
  await expect(rest.fetchOpenOrders([])).rejects.toMatchObject({
    origin: 'paused',
    message: expect.stringMatching(
      /^binance GET openOrders: not asked, since 42\d0 of 6000/,
    ) as string,
  });
  weight = 5_400;
  await rest.fetchOrder(reference);
  await expect(rest.fetchOrder(reference)).rejects.toMatchObject({ origin: 'paused' });
  await rest.submitOrder(request);
  await rest.cancelOrder(reference);
  expect(called('/openOrders')).toBe(0);
});

it('keeps to the limits that came with the markets', async () => {
  const rateLimits = [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 200 },
  ];
  await serve(({ path }) => {
    if (path.endsWith('/exchangeInfo')) return { body: { ...exchangeInfo, rateLimits } };
    return path.endsWith('/order') ? { headers: used(145), body: spotOrderAnswer } : { body: [] };
  });
  const rest = openAccount();
  await rest.fetchOpenOrders([]);
  await rest.fetchOrder(reference);
  await expect(rest.fetchOpenOrders([])).rejects.toMatchObject({ origin: 'paused' });
  expect(called('/openOrders')).toBe(1);
});

it('asks for the limits anew before it gives up, and goes on when they were raised', async () => {
  let limit = 200;
  await serve(({ path }) => {
    if (!path.endsWith('/exchangeInfo')) return { headers: used(180), body: spotOrderAnswer };
    const each = { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit };
    return { body: { ...exchangeInfo, rateLimits: [each] } };
  });
  const rest = openAccount();
  await expect(rest.fetchOpenOrders([])).rejects.toMatchObject({ origin: 'unreadable' });
  limit = 1_000;
  await rest.fetchOrder(reference);
  expect(called('/exchangeInfo')).toBe(2);
});

it('falls silent for every account of the address after a 429, as long as it says', async () => {
  await serve(({ path }) => {
    const headers = { 'Retry-After': '30' };
    return path.endsWith('/openOrders') ? { status: 429, headers, body: TOO_MUCH } : undefined;
  });
  const [one, other] = [openAccount(), openAccount()];
  await expect(one.fetchOpenOrders([])).rejects.toMatchObject({
    origin: 'answer',
    details: { httpStatus: 429, retryAfterMs: 30_000 },
  });
  const before = server.requests.length;
  const refused = { origin: 'paused', message: expect.stringContaining('pause of 30 s') as string };
  await expect(other.submitOrder(request)).rejects.toMatchObject(refused);
  await expect(other.fetchOrder(reference)).rejects.toMatchObject(refused);
  await expect(openAccount().fetchOpenOrders([])).rejects.toMatchObject(refused);
  expect(server.requests.length).toBe(before);
});

it('goes on reading and cancelling where only orders were too many', async () => {
  await serve(({ method, path }) => {
    const headers = { 'Retry-After': '5' };
    const isOrder = method === 'POST' && path.endsWith('/order');
    return isOrder ? { status: 429, headers, body: TOO_MANY_ORDERS } : undefined;
  });
  const rest = openAccount();
  await expect(rest.submitOrder(request)).rejects.toMatchObject({ origin: 'answer' });
  await expect(rest.submitOrder(request)).rejects.toMatchObject({ origin: 'paused' });
  await rest.fetchOrder(reference);
  await rest.cancelOrder(reference);
  await expect(openAccount().submitOrder(request)).rejects.toMatchObject({ origin: 'answer' });
});

it('keeps the length of a pause that came with a page of HTML', async () => {
  await serve(({ path }) => {
    const headers = { 'Retry-After': '7', 'content-type': 'text/html' };
    return path.endsWith('/order') ? { status: 429, headers, body: '<html></html>' } : undefined;
  });
  await expect(openAccount().fetchOrder(reference)).rejects.toMatchObject({
    details: { httpStatus: 429, retryAfterMs: 7_000 },
  });
});

describe('the limits of Binance', () => {
  it('counts weight by address, and orders by account', () => {
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

  it('shows by its own clock when a window ends', () => {
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
  ])('says nothing by %s', (_, headers) => {
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
