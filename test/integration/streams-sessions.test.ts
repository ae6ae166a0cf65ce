import { describe, expect, it } from 'vitest';
import { readStatistics } from '../../src/domain/stream-statistics.js';
import { TAKEN_OVER } from '../../src/stream/sessions.js';
import { eventually } from '../kit/eventually.js';
import {
  BY_ACCOUNT,
  expectTrueSessions,
  useHeldAccounts,
} from '../kit/stream/use-held-accounts.js';

const { database, hold, holdIdle, trackedBy } = useHeldAccounts();

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
    for (let time = 0; time < 3; time += 1) account.exchange.open[0]?.send([]);
    account.loseLease();
    expect(await account.ended()).toBe('lost');
    account.alsoHeldBy('second');
    const row = await account.session('the second worker', ({ worker, status }) => {
      return worker === 'second' && status === 'connected';
    });
    expect(row.statistics['messages']).toBe(3);
  });

  it('end a holding when another worker has one of the same account', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    account.alsoHeldBy('second');
    expect(await account.ended()).toBe('superseded');
    await eventually('one connection to be left', () => account.exchange.open.length === 1);
    await expectTrueSessions(account);
    expect((await account.connected()).worker).toBe('second');
    expect(await account.endedSession(0)).toMatchObject({
      status: 'disconnected',
      error: TAKEN_OVER,
    });
  });

  it('each say how they ended, however soon the next one begins', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    const reasons = Array.from({ length: 5 }, (_, time) => `cut by the exchange (${time})`);
    for (const [time, reason] of reasons.entries()) {
      const connection = await eventually('a connection', () => account.exchange.connections[time]);
      connection.lose(reason);
    }
    const rows = await eventually('the last session to be connected', async () => {
      const rows = await account.sessions();
      return rows.length > reasons.length && rows.at(-1)?.status === 'connected' && rows;
    });
    expect(rows.slice(0, -1).map(({ error }) => error)).toEqual(reasons);
  });

  it('say how they ended although the next one was there before that was written', async () => {
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

  it('are called taken over where their worker lives', async () => {
    const account = await holdIdle(BY_ACCOUNT, 100);
    await database().sql`insert into stream_workers (worker) values ('living')`;
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
    await database().sql`
      update order_tracking_sessions set status = 'disconnected', ended_at = now(), error = 'silent'
      where session_id = ${session_id}`;
    const again = await account.connected();
    expect(again).toMatchObject({ session_id, ended_at: null, error: null });
  });
});
