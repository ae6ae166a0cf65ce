import { describe, expect, it } from 'vitest';
import type { OrderUpdate } from '../../src/domain/order.js';
import { eventually } from '../kit/eventually.js';
import type { ScriptedConnection } from '../kit/stream/scripted-exchange.js';
import {
  BY_ACCOUNT,
  BY_MARKET,
  expectTrueSessions,
  useHeldAccounts,
  watchForGaps,
} from '../kit/stream/use-held-accounts.js';

const { hold } = useHeldAccounts();

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
    // Whichever of the two the exchange sends on, it is heard.
    first?.send([filled('ft-from-the-first')]);
    second.send([filled('ft-from-the-second')]);
    await expectTrueSessions(account);
    await eventually('the first to be closed', () => first?.isOpen === false);
    expect((first?.closedAt ?? 0) - second.openedAt).toBeGreaterThanOrEqual(400);
    await eventually('a third connection', () => account.exchange.connections[2]);
    expect(stop()).toBe(0);
    expect(await account.endedSession(0)).toMatchObject({
      status: 'disconnected',
      error: 'replaced: renewal',
    });
    const { statistics } = await account.session('all to be counted', ({ statistics }) => {
      return Number(statistics['renewals']) >= 2 && Number(statistics['messages']) >= 2;
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
    const { statistics } = await account.session('both to be counted', ({ statistics }) => {
      return statistics['failedRenewals'] === 1 && Number(statistics['reconnects']) >= 1;
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
    expect(await account.endedSession(0)).toMatchObject({
      status: 'disconnected',
      error: 'replaced: end of life',
    });
  });
});
