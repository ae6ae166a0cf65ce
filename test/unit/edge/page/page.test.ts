// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrderEventType } from '../../../../src/domain/event.js';
import { eventOf } from './kit/event-of.js';
import { FakeEventSource, lastStream } from './kit/event-source.js';
import { find, showPageBody, textOf } from './kit/page-body.js';
import { FakePageServer, listNames, type ListName } from './kit/page-server.js';
import { alert, failedOrder, openOrder, position, trade } from './kit/rows.js';

const now = '2026-03-01T12:05:00.000Z';
const away = { status: 503, code: 'DATABASE_UNAVAILABLE', detail: 'the database is away' };
let server: FakePageServer;
const listeners = vi.spyOn(document, 'addEventListener');
const hidden = vi.spyOn(document, 'hidden', 'get');

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now) });
  server = new FakePageServer();
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('EventSource', FakeEventSource);
  hidden.mockReturnValue(false);
  showPageBody();
});

afterEach(() => {
  // The document outlives the page that a test has opened; its timers end with the fake clock.
  for (const [type, listener] of listeners.mock.calls) document.removeEventListener(type, listener);
  listeners.mockClear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Opens the page, as a browser does when it loads, and lets the first calls be answered. */
async function openPage(): Promise<void> {
  vi.resetModules();
  await import('../../../../src/edge/page/page.js');
  await pass(1);
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const linesOf = (name: ListName) => document.querySelectorAll(`#${name} tbody tr`).length;
const totals = () =>
  Object.fromEntries(
    (['orders', 'positions', 'trades', 'failed'] as const).map((name) => [
      name,
      textOf(`#total-${name}`),
    ]),
  );

describe('the page', () => {
  it('loads all its lists when it is opened', async () => {
    server.rows = {
      orders: [openOrder({ id: 2 }), openOrder()],
      positions: [position()],
      trades: [trade()],
      failed: [failedOrder()],
      alerts: [alert()],
    };
    await openPage();
    expect(server.loaded()).toEqual(listNames);
    expect(listNames.map(linesOf)).toEqual([2, 1, 1, 1, 1]);
    expect(find('#problem').hidden).toBe(true);
  });

  it('counts at the top what is open: no flat position, and no trade of another day', async () => {
    server.rows = {
      orders: [openOrder({ id: 2 }), openOrder()],
      positions: [position({ id: 2 }), position({ quantity: '0.00' })],
      trades: [trade({ id: 2, createdAt: now }), trade({ createdAt: '2026-02-25T12:00:00Z' })],
      failed: [failedOrder()],
      alerts: [],
    };
    await openPage();
    expect(totals()).toEqual({ orders: '2', positions: '1', trades: '1', failed: '1' });
    expect([linesOf('positions'), linesOf('trades')]).toEqual([2, 2]);
  });

  it('shows alerts of the last day alone, and no list of them when there are none', async () => {
    const old = alert({ createdAt: '2026-02-28T12:05:00.000Z' });
    server.rows.alerts = [old];
    await openPage();
    expect(find('#alerts').hidden).toBe(true);
    server.rows.alerts = [alert({ id: 2, createdAt: '2026-02-28T12:10:00.000Z' }), old];
    await pass(15_060);
    expect(find('#alerts').hidden).toBe(false);
    expect(linesOf('alerts')).toBe(1);
  });

  it('loads everything each quarter of a minute while it is looked at', async () => {
    await openPage();
    server.loaded();
    await pass(15_060);
    expect(server.loaded()).toEqual(listNames);
    hidden.mockReturnValue(true);
    await pass(60_000);
    expect(server.loaded()).toEqual([]);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(60);
    expect(server.loaded()).toEqual(listNames);
  });

  it('keeps its relative times right without loading anything', async () => {
    server.rows.orders = [openOrder({ createdAt: now })];
    await openPage();
    expect(textOf('#orders time')).toBe('now');
    server.loaded();
    await pass(5_000);
    expect(textOf('#orders time')).toBe('5 s ago');
    expect(server.loaded()).toEqual([]);
  });

  it('loads everything again after an order has been cancelled from its row', async () => {
    server.rows.orders = [openOrder()];
    await openPage();
    find('#orders .row-action').click();
    find('#confirm-yes').click();
    await pass(1);
    expect(textOf('#notices .notice')).toContain('BUY 2 BTC/USDT is cancelled; 0 was filled.');
    expect(server.fetch).toHaveBeenLastCalledWith('/api/orders/ft-1/cancel', expect.anything());
    server.loaded();
    await pass(60);
    expect(server.loaded()).toEqual(listNames);
    expect(linesOf('orders')).toBe(0);
  });
});

describe('an event', () => {
  it.each<[OrderEventType, ListName[]]>([
    ['order_created', ['orders']],
    ['order_filled', ['orders', 'trades', 'failed']],
    ['position_updated', ['positions']],
  ])('%s has the lists loaded that it may have changed: %j', async (type, names) => {
    await openPage();
    server.loaded();
    lastStream().send(type, '1', eventOf({ type }));
    await pass(60);
    expect(server.loaded()).toEqual(names);
  });

  it('is shown at once, before any list is loaded', async () => {
    await openPage();
    expect(find('#events-empty').hidden).toBe(false);
    server.loaded();
    lastStream().send('order_created', '1', eventOf());
    expect(textOf('#ticker li .event-detail')).toBe('BUY 1 BTC/USDT');
    expect(find('#events-empty').hidden).toBe(true);
    expect(server.loaded()).toEqual([]);
  });

  it('is followed by the row that it brought', async () => {
    await openPage();
    server.rows.orders = [openOrder()];
    lastStream().send('order_created', '1', eventOf());
    await pass(60);
    expect(linesOf('orders')).toBe(1);
    expect(totals()).toMatchObject({ orders: '1' });
  });
});

describe('the connection', () => {
  it('is shown as it stands, and everything is loaded whenever it changes', async () => {
    await openPage();
    expect(textOf('#connection')).toBe('connecting');
    for (const [type, state] of [
      ['open', 'live'],
      ['error', 'reconnecting'],
      ['open', 'live'],
    ] as const) {
      server.loaded();
      lastStream().dispatchEvent(new Event(type));
      expect(textOf('#connection')).toBe(state);
      expect(find('#connection').dataset['state']).toBe(state);
      await pass(60);
      expect(server.loaded()).toEqual(listNames);
    }
  });

  it('that stays broken is not announced again, and nothing more is loaded for it', async () => {
    await openPage();
    lastStream().dispatchEvent(new Event('error'));
    await pass(60);
    server.loaded();
    lastStream().dispatchEvent(new Event('error'));
    await pass(60);
    expect(server.loaded()).toEqual([]);
  });

  it('has everything loaded when the server could not send every event', async () => {
    await openPage();
    server.loaded();
    lastStream().dispatchEvent(new Event('resync'));
    await pass(60);
    expect(server.loaded()).toEqual(listNames);
  });
});

describe('a problem', () => {
  it('is reported once, however often its call is tried, until it is over', async () => {
    server.problem = away;
    await openPage();
    const words = 'The database is away. This page tries again by itself.';
    expect(textOf('#problem')).toBe(words);
    expect(find('#problem').hidden).toBe(false);
    const reported = find('#problem').firstChild;
    server.loaded();
    await pass(3_000);
    expect(server.loaded()).toEqual(listNames);
    expect(find('#problem').firstChild).toBe(reported);
    server.problem = null;
    await pass(3_000);
    expect(find('#problem').hidden).toBe(true);
    expect(textOf('#problem')).toBe('');
  });

  it('gives way to another one', async () => {
    server.problem = away;
    await openPage();
    server.problem = { status: 401, code: 'NOT_AUTHENTICATED', detail: 'a token is needed' };
    await pass(3_000);
    expect(textOf('#problem')).toBe('You are not signed in, or the token was changed. Sign in.');
  });

  it('is reported again when it comes back', async () => {
    server.problem = away;
    await openPage();
    server.problem = null;
    await pass(3_000);
    server.problem = away;
    await pass(15_000);
    expect(find('#problem').hidden).toBe(false);
    expect(textOf('#problem')).toContain('The database is away.');
  });

  it('leaves the rows that were loaded before', async () => {
    server.rows.orders = [openOrder()];
    await openPage();
    server.problem = away;
    await pass(15_060);
    expect(find('#problem').hidden).toBe(false);
    expect(linesOf('orders')).toBe(1);
  });
});

describe('how to send the first alert', () => {
  it('is shown when there has never been an order', async () => {
    await openPage();
    expect(find('#first').hidden).toBe(false);
    const command = textOf('#first-command');
    expect(command).toContain(`curl ${location.origin}/api/webhook`);
    const body = /-d '(.*)'$/.exec(command)?.[1] ?? '';
    expect(JSON.parse(body)).toMatchObject({ symbol: 'BTCUSDT', side: 'buy', quantity: '0.01' });
  });

  it.each([
    ['is open', 'orders', openOrder()],
    ['has traded', 'trades', trade()],
    ['has failed', 'failed', failedOrder()],
  ] as const)('is not shown when an order %s', async (_how, name, row) => {
    server.rows[name] = [row];
    await openPage();
    expect(find('#first').hidden).toBe(true);
  });

  it('is not shown before it is known whether there is an order', async () => {
    server.problem = away;
    await openPage();
    expect(find('#first').hidden).toBe(true);
  });

  it('goes when the first order comes', async () => {
    await openPage();
    server.rows.orders = [openOrder()];
    lastStream().send('order_created', '1', eventOf());
    await pass(60);
    expect(find('#first').hidden).toBe(true);
  });
});
