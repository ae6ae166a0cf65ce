import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OrderUpdate } from '../../src/domain/order.js';
import { readStatistics } from '../../src/domain/stream-statistics.js';
import { HandshakeRefused } from '../../src/exchange/kit/handshake.js';
import type { StreamTiming } from '../../src/stream/holding.js';
import { GIVEN_UP, TAKEN_OVER, TrackingSession } from '../../src/stream/sessions.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';
import { eventually } from '../kit/eventually.js';
import { HeldAccount } from '../kit/stream/held-account.js';
import type { ScriptedConnection, ScriptedTraits } from '../kit/stream/scripted-exchange.js';

let database: TestDatabase;
let held: HeldAccount | undefined;
let other: HeldAccount | undefined;

beforeAll(async () => {
  database = await createDatabase();
}, 120_000);
afterEach(async () => {
  await Promise.all([held?.close(), other?.close()]);
  held = other = undefined;
});
afterAll(() => database?.close());

const BY_ACCOUNT: ScriptedTraits = { scope: 'account', isExtendable: true };
const BY_MARKET: ScriptedTraits = { scope: 'symbols', isExtendable: false };

async function hold(traits: ScriptedTraits, timing: Partial<StreamTiming> = {}) {
  const account = await HeldAccount.hold(database, traits, timing);
  held = account;
  return account;
}

/** Holds an account until it has closed its stream, since nothing needed it. */
async function holdIdle(traits: ScriptedTraits, lingerMs: number) {
  const account = await hold(traits, { lingerMs });
  await account.session('the stream to be closed', ({ ended_at }) => ended_at !== null);
  return account;
}

/** A session of the account as some worker would record it. */
const trackedBy = (account: HeldAccount, worker: string): TrackingSession =>
  new TrackingSession(database.db, { accountId: account.accountId, worker }, GIVEN_UP);

const closed = (account: HeldAccount) =>
  eventually('nothing to be open', () => account.exchange.open.length === 0);

/** Never two connected sessions, and none called ended while it is the only one. */
async function expectTrueSessions(account: HeldAccount): Promise<void> {
  const rows = await account.sessions();
  const open = rows.filter(({ ended_at }) => ended_at === null);
  expect(open.length).toBeLessThanOrEqual(1);
  expect(rows.filter(({ status }) => status === 'connected')).toEqual(open);
}

const filled = (clientOrderId: string): OrderUpdate => ({
  symbol: 'BTC/USDT',
  side: 'BUY',
  clientOrderId,
  exchangeOrderId: '1',
  status: 'FILLED',
  eventAt: '2026-01-01T00:00:00.000Z',
  filledQuantity: '1',
  fill: null,
});

describe('a stream by account', () => {
  it('is open from the takeover on, and is closed after the linger without an order', async () => {
    const account = await hold(BY_ACCOUNT, { lingerMs: 1_000 });
    const takenAt = account.holding.heldSince;
    await account.connected();
    const { status, error } = await account.session(
      'the session to end',
      ({ ended_at }) => ended_at !== null,
    );
    expect({ status, error }).toEqual({ status: 'disconnected', error: 'no open orders' });
    const [connection] = account.exchange.connections;
    expect((connection?.closedAt ?? 0) - takenAt).toBeGreaterThanOrEqual(1_000);
    expect(account.exchange.open).toEqual([]);
  });

  it('opens with the first order, stays for the second, and closes after the last', async () => {
    const account = await holdIdle(BY_ACCOUNT, 500);
    await account.order('one', 'BTC/USDT');
    const connection = await eventually('a connection', () => account.exchange.open[0]);
    await account.order('two', 'BTC/USDT');
    await account.order('three', 'ETH/USDT');
    await account.end('one');
    await account.end('three');
    await account.session('one market to be left', ({ statistics }) => {
      return JSON.stringify(statistics['coveredSymbols']) === '["BTC/USDT"]';
    });
    expect(account.exchange.connections).toHaveLength(2);
    expect(connection.isOpen).toBe(true);
    const endedAt = Date.now();
    await account.end('two');
    await closed(account);
    expect((connection.closedAt ?? 0) - endedAt).toBeGreaterThanOrEqual(500);
    await account.session('the session to end', ({ ended_at }) => ended_at !== null);
    expect(account.exchange.connections).toHaveLength(2);
  });

  it('is open within 200 ms of the first order', async () => {
    const account = await holdIdle(BY_ACCOUNT, 100);
    const took: number[] = [];
    // The machine may be busy with something else: the best of three counts.
    for (const order of ['one', 'two', 'three']) {
      const storedAt = Date.now();
      await account.order(order, 'BTC/USDT');
      const connection = await eventually('a connection', () => account.exchange.open[0]);
      took.push(connection.openedAt - storedAt);
      await account.end(order);
      await closed(account);
    }
    expect(Math.min(...took)).toBeLessThan(200);
  });

  it('has the open orders compared whenever it was opened', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    await eventually('a comparison', () => account.comparisonsAsked === 1);
    account.exchange.open[0]?.lose('cut');
    await eventually('another comparison', () => account.comparisonsAsked === 2);
    await expectTrueSessions(account);
  });
});

describe('a stream by market', () => {
  it('covers the markets of the open orders, and compares when one is added', async () => {
    const account = await hold(BY_MARKET, { lingerMs: 1_500 });
    await account.order('one', 'BTC/KRW');
    const connection = await eventually('a connection', () => account.exchange.open[0]);
    await eventually('BTC/KRW', () => connection.covered.at(-1)?.includes('BTC/KRW'));
    await eventually('the comparison', () => account.comparisonsAsked > 0);
    const asked = account.comparisonsAsked;
    await account.order('two', 'ETH/KRW');
    await eventually('ETH/KRW, too', () => connection.covered.at(-1)?.length === 2);
    expect(connection.covered.at(-1)).toEqual(['BTC/KRW', 'ETH/KRW']);
    await eventually('another comparison', () => account.comparisonsAsked === asked + 1);
    const lists = connection.covered.length;
    const endedAt = Date.now();
    await account.end('one');
    await eventually('BTC/KRW to be left out', () => connection.covered.length > lists);
    expect(Date.now() - endedAt).toBeGreaterThanOrEqual(1_500);
    expect(connection.covered.at(-1)).toEqual(['ETH/KRW']);
    expect(account.comparisonsAsked).toBe(asked + 1);
    expect(account.exchange.connections).toHaveLength(1);
  });

  it('opens with the markets that are needed by then', async () => {
    const account = await holdIdle(BY_MARKET, 300);
    await account.order('one', 'BTC/KRW');
    const connection = await eventually('a connection', () => account.exchange.open[0]);
    expect(connection.covered).toEqual([['BTC/KRW']]);
  });

  it('is opened anew, before the old one is closed, when it does not take its markets', async () => {
    const account = await hold(BY_MARKET);
    await account.connected();
    const [first] = account.exchange.open;
    account.exchange.refusal = 'no more lists';
    await account.order('one', 'BTC/KRW');
    const next = await eventually('the next connection', () => account.exchange.connections[1]);
    expect(next.covered).toEqual([['BTC/KRW']]);
    await eventually('the first to be closed', () => first?.isOpen === false);
    expect(first?.closedAt).toBeGreaterThan(next.openedAt);
    const { statistics } = await account.session('it to be told', ({ statistics }) => {
      return statistics['reconnects'] === 1;
    });
    expect(statistics['lastError']).toBe('no more lists');
  });
});

/** Watches that there is a live connection at every moment until it is stopped. */
function watchForGaps(account: HeldAccount): () => number {
  let gaps = 0;
  const timer = setInterval(() => {
    if (account.exchange.open.length === 0) gaps += 1;
  }, 1);
  return () => {
    clearInterval(timer);
    return gaps;
  };
}

describe('renewal', () => {
  it('extends a connection that can be extended, as often as it is due', async () => {
    const account = await hold(BY_ACCOUNT, { renewIntervalMs: 100 });
    await account.connected();
    const connection = account.exchange.open[0] as ScriptedConnection;
    await eventually('three renewals', () => connection.renewals >= 3);
    expect(account.exchange.connections).toHaveLength(1);
  });

  it('opens the next connection before it closes the old one, and hears both', async () => {
    const account = await hold(BY_MARKET, { renewIntervalMs: 1_000, overlapMs: 500 });
    await account.connected();
    const stop = watchForGaps(account);
    const [first] = account.exchange.connections;
    const second = await eventually('the next connection', () => account.exchange.connections[1]);
    expect(first?.isOpen).toBe(true);
    // Whichever of the two the exchange tells, it is heard.
    first?.tell([filled('ft-from-the-first')]);
    second.tell([filled('ft-from-the-second')]);
    await expectTrueSessions(account);
    await eventually('the first to be closed', () => first?.isOpen === false);
    expect((first?.closedAt ?? 0) - second.openedAt).toBeGreaterThanOrEqual(400);
    await eventually('a third connection', () => account.exchange.connections[2]);
    expect(stop()).toBe(0);
    const rows = await account.sessions();
    expect(rows[0]).toMatchObject({ status: 'disconnected', error: 'replaced: renewal' });
    const { statistics } = await account.session('both renewals', ({ statistics }) => {
      return Number(statistics['renewals']) >= 2;
    });
    expect(statistics).toMatchObject({ reconnects: 0, failedRenewals: 0 });
    expect(Number(statistics['messages'])).toBe(2);
    await expectTrueSessions(account);
  });

  it('connects anew at once when it fails, and closes the old connection only then', async () => {
    const account = await hold(BY_ACCOUNT, { renewIntervalMs: 500 });
    await account.connected();
    account.exchange.renewalRefusal = '401: the key was not renewed for 60 minutes';
    const stop = watchForGaps(account);
    const next = await eventually('the next connection', () => account.exchange.connections[1]);
    account.exchange.renewalRefusal = null;
    const [first] = account.exchange.connections;
    await eventually('the first to be closed', () => first?.isOpen === false);
    expect(next.openedAt - (first?.openedAt ?? 0)).toBeLessThan(2_000);
    expect(stop()).toBe(0);
    const { statistics } = await account.session('it to be counted', ({ statistics }) => {
      return statistics['failedRenewals'] === 1;
    });
    expect(statistics['lastError']).toContain('401');
    expect(statistics['reconnects']).toBe(1);
  });

  it('keeps the old connection while the next one cannot be opened', async () => {
    const account = await hold(BY_MARKET, { renewIntervalMs: 300 });
    await account.connected();
    account.exchange.outage = '503 down for maintenance';
    const { status } = await account.session('failed renewals', ({ statistics }) => {
      return Number(statistics['failedRenewals']) >= 2;
    });
    expect(status).toBe('connected');
    expect(account.exchange.open).toHaveLength(1);
    account.exchange.outage = null;
    await eventually('the next connection', () => account.exchange.connections[1]);
  });

  it('goes before the exchange closes the connection at the end of its life', async () => {
    const account = await hold(BY_ACCOUNT, { longestLifeMs: 800 });
    await account.connected();
    const stop = watchForGaps(account);
    await eventually('a third connection', () => account.exchange.connections[2]);
    expect(stop()).toBe(0);
    const [first] = await account.sessions();
    expect(first).toMatchObject({ status: 'disconnected', error: 'replaced: end of life' });
  });
});

describe('a refused handshake', () => {
  it('is not tried again before the exchange wants it', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    account.exchange.outage = new HandshakeRefused(429, 1_500);
    account.exchange.open[0]?.lose('cut by the exchange');
    await eventually('two attempts', () => account.exchange.refusedAt.length >= 2);
    const [first = 0, second = 0] = account.exchange.refusedAt;
    expect(second - first).toBeGreaterThanOrEqual(1_500);
    account.exchange.outage = null;
    await account.connected();
  });
});

describe('sessions', () => {
  it('say what keeps a stream from connecting, in one row for all attempts', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    account.exchange.outage = 'refused: the key lacks the permission';
    account.exchange.open[0]?.lose('cut by the exchange');
    const failing = await account.session('an error', ({ status }) => status === 'error');
    expect(failing.error).toBe('refused: the key lacks the permission');
    expect(failing.ended_at).not.toBeNull();
    account.exchange.outage = null;
    const again = await account.connected();
    expect(again.session_id).toBe(failing.session_id);
    expect(again.error).toBeNull();
    const rows = await account.sessions();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ status: 'disconnected', error: 'cut by the exchange' });
    expect(again.statistics).toMatchObject({ reconnects: 1 });
  });

  it('go on counting when another worker takes over', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    for (let time = 0; time < 3; time += 1) account.exchange.open[0]?.tell([]);
    account.loseLease();
    expect(await account.ended()).toBe('lost');
    other = account.alsoHeldBy('second');
    const row = await account.session('the second worker', ({ worker, status }) => {
      return worker === 'second' && status === 'connected';
    });
    expect(row.statistics['messages']).toBe(3);
  });

  it('end a holding when another worker has one of the same account', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    other = account.alsoHeldBy('second');
    expect(await account.ended()).toBe('superseded');
    await eventually('one connection to be left', () => account.exchange.open.length === 1);
    await expectTrueSessions(account);
    expect((await account.connected()).worker).toBe('second');
    const [first] = await account.sessions();
    expect(first).toMatchObject({ status: 'disconnected', error: TAKEN_OVER });
  });

  it('each tell how they ended, however soon the next one begins', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    const reasons = Array.from({ length: 5 }, (_, time) => `cut by the exchange (${time})`);
    for (const [time, reason] of reasons.entries()) {
      const connection = await eventually('a connection', () => account.exchange.connections[time]);
      connection.lose(reason);
    }
    await eventually('the last one', () => account.exchange.connections[reasons.length]);
    await account.connected();
    const rows = await account.sessions();
    expect(rows.slice(0, -1).map(({ error }) => error)).toEqual(reasons);
  });

  it('tell how they ended although the next one was there before that was written', async () => {
    const account = await holdIdle(BY_ACCOUNT, 100);
    const session = trackedBy(account, 'first');
    session.connected();
    expect(await session.save(readStatistics({}))).toBe(true);
    const next = trackedBy(account, 'second');
    next.connected();
    expect(await next.save(readStatistics({}))).toBe(true);
    expect((await account.sessions()).at(-2)?.error).toBe('its stream worker went away');
    session.ended('disconnected', 'closed by the exchange (1006)');
    expect(await session.save(readStatistics({}))).toBe(false);
    const rows = await account.sessions();
    expect(rows.at(-2)?.error).toBe('closed by the exchange (1006)');
    expect(rows.at(-1)).toMatchObject({ status: 'connected', ended_at: null });
  });

  it('are told to be taken over where their worker lives', async () => {
    const account = await holdIdle(BY_ACCOUNT, 100);
    await database.sql`insert into stream_workers (worker) values ('living')`;
    const session = trackedBy(account, 'living');
    session.connected();
    await session.save(readStatistics({}));
    await trackedBy(account, 'second').save(readStatistics({}));
    expect((await account.sessions()).at(-2)?.error).toBe(TAKEN_OVER);
  });

  it('show no sign of life from before they were connected', async () => {
    const account = await holdIdle(BY_ACCOUNT, 100);
    const session = trackedBy(account, 'first');
    session.connected();
    for (let time = 0; time < 2; time += 1) {
      await session.save(readStatistics({}), 60_000);
      const { last_ping, connected_at } = await account.connected();
      expect(last_ping).toEqual(connected_at);
    }
  });

  it('come back when the sweep ended one that lives', async () => {
    const account = await hold(BY_ACCOUNT);
    const { session_id } = await account.connected();
    await database.sql`
      update order_tracking_sessions set status = 'disconnected', ended_at = now(), error = 'silent'
      where session_id = ${session_id}`;
    const again = await account.connected();
    expect(again).toMatchObject({ session_id, ended_at: null, error: null });
  });
});

describe('the end of a holding', () => {
  it('closes the connection at once when the lease is lost', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    account.loseLease();
    const lostAt = Date.now();
    expect(await account.ended()).toBe('lost');
    const [connection] = account.exchange.connections;
    expect((connection?.closedAt ?? Infinity) - lostAt).toBeLessThan(1_000);
    const row = (await account.sessions()).at(-1);
    expect(row).toMatchObject({ status: 'disconnected', error: 'its lease was lost' });
  });

  it('keeps the connection until that of the next worker is there', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    const stop = watchForGaps(account);
    account.holding.leave();
    expect(await account.ended()).toBe('leaving');
    const departure = account.holding.handOver(true);
    expect(account.exchange.open).toHaveLength(1);
    other = account.alsoHeldBy('second');
    await departure;
    expect(stop()).toBe(0);
    expect(account.exchange.open).toHaveLength(1);
    expect((await account.connected()).worker).toBe('second');
    expect((await account.sessions()).find(({ worker }) => worker === 'first')?.error).toBe(
      TAKEN_OVER,
    );
    await expectTrueSessions(account);
  });

  it('closes the connection at once when there is no other worker', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    account.holding.leave();
    await account.ended();
    await account.holding.handOver(false);
    expect(account.exchange.open).toEqual([]);
    const row = (await account.sessions()).at(-1);
    expect(row).toMatchObject({ status: 'disconnected', error: GIVEN_UP });
  });

  it('comes when the account is removed', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    await database.sql`update accounts set removed_at = now() where id = ${account.accountId}`;
    expect(await account.ended()).toBe('removed');
    expect(account.exchange.open).toEqual([]);
  });

  it('does not come when the account was changed: it is connected anew without a gap', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    const stop = watchForGaps(account);
    await database.sql`update accounts set updated_at = now() where id = ${account.accountId}`;
    await eventually('the next connection', () => account.exchange.connections[1]);
    await eventually('the first to be closed', () => account.exchange.open.length === 1);
    expect(stop()).toBe(0);
  });
});
