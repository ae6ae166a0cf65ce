import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { StreamTiming } from '../../../src/stream/dependencies.js';
import { GIVEN_UP, TrackingSession } from '../../../src/stream/sessions.js';
import { eventually } from '../eventually.js';
import { createDatabase, type TestDatabase } from '../product/database.js';
import { HeldAccount } from './held-account.js';
import type { ScriptedTraits } from './scripted-exchange.js';

export const BY_ACCOUNT: ScriptedTraits = { scope: 'account', isExtendable: true };
export const BY_MARKET: ScriptedTraits = { scope: 'symbols', isExtendable: false };

export interface HeldAccounts {
  readonly database: () => TestDatabase;
  /** Holds an account until the test is over. */
  readonly hold: (traits: ScriptedTraits, timing?: Partial<StreamTiming>) => Promise<HeldAccount>;
  /** Holds an account until its stream was closed because nothing needed it. */
  readonly holdIdle: (traits: ScriptedTraits, lingerMs: number) => Promise<HeldAccount>;
  /** Returns a session of the account as another worker would record it. */
  readonly trackedBy: (account: HeldAccount, worker: string) => TrackingSession;
}

/** Sets up a database for all tests of a file, and releases what each test held. */
export function useHeldAccounts(): HeldAccounts {
  let database: TestDatabase | undefined;
  const held: HeldAccount[] = [];
  const opened = (): TestDatabase => {
    if (!database) throw new Error('the database is not there yet');
    return database;
  };
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterEach(async () => {
    await Promise.all(held.splice(0).map((account) => account.close()));
  });
  afterAll(() => database?.close());
  const hold: HeldAccounts['hold'] = async (traits, timing = {}) => {
    const account = await HeldAccount.hold(opened(), traits, timing);
    held.push(account);
    return account;
  };
  return {
    database: opened,
    hold,
    holdIdle: async (traits, lingerMs) => {
      const account = await hold(traits, { lingerMs });
      await account.session('the stream to be closed', ({ ended_at }) => ended_at !== null);
      return account;
    },
    trackedBy: ({ accountId }, worker) =>
      new TrackingSession(opened().db, { accountId, worker }, GIVEN_UP),
  };
}

/** Waits until an account has no stream open. */
export function streamsClosed({ exchange }: HeldAccount): Promise<unknown> {
  return eventually('nothing to be open', () => exchange.open.length === 0);
}

/**
 * Expects at most one open session at any time, and waits until exactly the open one is connected,
 * since a session is stored before its status is.
 */
export async function expectTrueSessions(account: HeldAccount): Promise<void> {
  const { open, connected } = await eventually('the open session to be connected', async () => {
    const rows = await account.sessions();
    const open = rows.filter(({ ended_at }) => ended_at === null);
    const connected = rows.filter(({ status }) => status === 'connected');
    const isSettled = isDeepStrictEqual(connected, open);
    return (isSettled || open.length > 1) && { open, connected };
  });
  expect(open.length).toBeLessThanOrEqual(1);
  expect(connected).toEqual(open);
}

/**
 * Watches for moments without a live connection. The returned function stops watching and returns
 * how many were seen.
 */
export function watchForGaps({ exchange }: HeldAccount): () => number {
  let gaps = 0;
  const timer = setInterval(() => {
    if (exchange.open.length === 0) gaps += 1;
  }, 1);
  return () => {
    clearInterval(timer);
    return gaps;
  };
}
