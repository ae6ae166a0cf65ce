import { describe, expect, it } from 'vitest';
import { HandshakeRefused } from '../../src/exchange/kit/handshake.js';
import { eventually } from '../kit/eventually.js';
import {
  BY_ACCOUNT,
  BY_MARKET,
  expectTrueSessions,
  streamsClosed,
  useHeldAccounts,
} from '../kit/stream/use-held-accounts.js';

const { hold, holdIdle } = useHeldAccounts();

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
    await streamsClosed(account);
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
      await streamsClosed(account);
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
    // One for the opening, and one for BTC/KRW if it was added only then.
    await eventually('the comparisons', () => {
      return account.comparisonsAsked === connection.covered.length;
    });
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

  it('is opened anew, before the old one is closed, when it refuses its markets', async () => {
    const account = await hold(BY_MARKET);
    await account.connected();
    const [first] = account.exchange.open;
    account.exchange.refusal = 'no more lists';
    await account.order('one', 'BTC/KRW');
    const next = await eventually('the next connection', () => account.exchange.connections[1]);
    expect(next.covered).toEqual([['BTC/KRW']]);
    await eventually('the first to be closed', () => first?.isOpen === false);
    expect(first?.closedAt).toBeGreaterThan(next.openedAt);
    const { statistics } = await account.session('it to be counted', ({ statistics }) => {
      return statistics['reconnects'] === 1;
    });
    expect(statistics['lastError']).toBe('no more lists');
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
