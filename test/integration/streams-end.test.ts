import { describe, expect, it } from 'vitest';
import { GIVEN_UP, TAKEN_OVER } from '../../src/stream/sessions.js';
import { eventually } from '../kit/eventually.js';
import {
  BY_ACCOUNT,
  expectTrueSessions,
  useHeldAccounts,
  watchForGaps,
} from '../kit/stream/use-held-accounts.js';

const { database, hold } = useHeldAccounts();

describe('the end of a holding', () => {
  it('closes the connection at once when the lease is lost', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    account.loseLease();
    const lostAt = Date.now();
    expect(await account.ended()).toBe('lost');
    const [connection] = account.exchange.connections;
    expect((connection?.closedAt ?? Infinity) - lostAt).toBeLessThan(1_000);
    expect(await account.endedSession(-1)).toMatchObject({
      status: 'disconnected',
      error: 'its lease was lost',
    });
  });

  it('keeps the connection until that of the next worker is there', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    const stop = watchForGaps(account);
    account.holding.leave();
    expect(await account.ended()).toBe('leaving');
    const departure = account.holding.handOver(true);
    expect(account.exchange.open).toHaveLength(1);
    account.alsoHeldBy('second');
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
    expect(await account.endedSession(-1)).toMatchObject({
      status: 'disconnected',
      error: GIVEN_UP,
    });
  });

  it('comes when the account is removed', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    await database().sql`update accounts set removed_at = now() where id = ${account.accountId}`;
    expect(await account.ended()).toBe('removed');
    expect(account.exchange.open).toEqual([]);
  });

  it('does not come when the account was changed: it is connected anew without a gap', async () => {
    const account = await hold(BY_ACCOUNT);
    await account.connected();
    const stop = watchForGaps(account);
    await database().sql`update accounts set updated_at = now() where id = ${account.accountId}`;
    await eventually('the next connection', () => account.exchange.connections[1]);
    await eventually('the first to be closed', () => account.exchange.open.length === 1);
    expect(stop()).toBe(0);
  });
});
