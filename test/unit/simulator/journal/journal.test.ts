import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork, type ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { EXCHANGE_NAMES } from '../../../../simulator/names.js';
import type { Venue } from '../../../../simulator/venue.js';
import { keyedRequest, signedRequest } from '../../../kit/simulator/binance.js';
import { openVenue, testVenue } from '../../../kit/simulator/venue.js';

const LIMIT = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' };

describe('the journal', () => {
  const folders: string[] = [];
  const newFile = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'venue-'));
    folders.push(folder);
    return join(folder, 'journal.jsonl');
  };
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const trade = async (venue: Venue): Promise<void> => {
    const { control } = testVenue(venue);
    for (const [path, symbol] of [
      ['/api/v3/order', 'BTCUSDT'],
      ['/fapi/v1/order', 'BTCUSDT'],
    ] as const) {
      const order = { ...LIMIT, symbol, quantity: '0.01', price: '49000' };
      await signedRequest(venue, 'POST', path, { ...order, newClientOrderId: 'open' });
      await signedRequest(venue, 'POST', path, { ...order, newClientOrderId: 'done' });
      const market = path.startsWith('/fapi') ? 'futures' : 'spot';
      await control.post('fill', { market, clientOrderId: 'open', quantity: '0.004' });
      await control.post('fill', { market, clientOrderId: 'done', fills: 3 });
    }
  };
  const wholeState = async (venue: Venue): Promise<unknown> => {
    const { control, ledger } = testVenue(venue);
    const { accounts, markets, movement } = await control.get('state');
    const [spot, futures] = [await ledger('spot'), await ledger('futures')];
    const books = [spot, futures].map(({ orders, fills }) => ({ orders, fills }));
    return { accounts, markets, movement, books };
  };

  it('brings back orders, fills, balances, positions, prices and settings', async () => {
    const journalFile = newFile();
    const first = await openVenue({ journalFile });
    await trade(first);
    const { control } = testVenue(first);
    await control.post('price', { market: 'spot', symbol: 'ETHUSDT', price: '2555.55' });
    await control.post('liquidity', { market: 'futures', symbol: 'ETHUSDT', mode: 'manual' });
    const { body: before } = await keyedRequest(first, 'POST', '/fapi/v1/listenKey');
    const state = await wholeState(first);
    await first.close();

    const second = await openVenue({ journalFile });
    expect(await wholeState(second)).toEqual(state);
    const { body: after } = await keyedRequest(second, 'PUT', '/fapi/v1/listenKey');
    expect(after).toEqual(before);
    await second.close();
    const third = await openVenue({ journalFile });
    expect(await wholeState(third)).toEqual(state);
    await third.close();
  });

  it('brings back what the markets list', async () => {
    const journalFile = newFile();
    const first = await openVenue({ journalFile });
    const book = { market: 'spot', symbol: 'NEWUSDT' };
    const { control } = testVenue(first);
    await control.post('listing', { ...book, like: 'ETHUSDT', baseAsset: 'NEW' });
    await control.post('price', { ...book, price: '2345.67' });
    const state = await wholeState(first);
    await first.close();
    // It is read as it was written, and then as it was compacted.
    for (let time = 1; time <= 2; time += 1) {
      const next = await openVenue({ journalFile });
      expect(await wholeState(next)).toEqual(state);
      await next.close();
    }
  });

  it('goes on counting where it stopped', async () => {
    const journalFile = newFile();
    const first = await openVenue({ journalFile });
    await trade(first);
    const last = await testVenue(first).ledger('spot');
    await first.close();
    const second = await openVenue({ journalFile });
    const { control, ledger } = testVenue(second);
    await control.post('fill', { market: 'spot', clientOrderId: 'open' });
    await signedRequest(second, 'POST', '/api/v3/order', {
      ...LIMIT,
      symbol: 'BTCUSDT',
      quantity: '0.01',
      price: '49000',
    });
    const { orders, fills } = await ledger('spot');
    expect(orders.at(-1)?.['orderId']).toBe(Number(last.orders.at(-1)?.['orderId']) + 1);
    expect(fills[last.fills.length]?.['tradeId']).toBe(Number(last.fills.at(-1)?.['tradeId']) + 1);
    await second.close();
  });

  it('survives a last line that was cut off', async () => {
    const journalFile = newFile();
    const first = await openVenue({ journalFile });
    await trade(first);
    const state = await wholeState(first);
    await first.close();
    appendFileSync(journalFile, '{"orders":[{"orderId":50000000');
    const second = await openVenue({ journalFile });
    expect(await wholeState(second)).toEqual(state);
    await second.close();
  });

  it('refuses to start on a journal broken in the middle', async () => {
    const journalFile = newFile();
    appendFileSync(journalFile, '{"broken\n{}\n');
    await expect(openVenue({ journalFile })).rejects.toThrow('line 1 is not JSON');
  });

  it('holds one line for the whole of one operation', async () => {
    const journalFile = newFile();
    const venue = await openVenue({ journalFile });
    const lines = (): number => readFileSync(journalFile, 'utf8').trim().split('\n').length;
    const before = lines();
    await signedRequest(venue, 'POST', '/api/v3/order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.01',
    });
    expect(lines()).toBe(before + 1);
    await venue.close();
  });

  it('has everything that was acknowledged when the venue is killed', async () => {
    const journalFile = newFile();
    const { child, origin } = await startChild(journalFile);
    const venue = venueAt(origin);
    const acknowledged: number[] = [];
    const placing = (async () => {
      for (;;) {
        const { body } = await signedRequest(venue, 'POST', '/api/v3/order', {
          symbol: 'BTCUSDT',
          side: 'BUY',
          type: 'MARKET',
          quantity: '0.001',
        });
        acknowledged.push(body.orderId as number);
        if (acknowledged.length === 20) child.kill('SIGKILL');
      }
    })();
    await expect(placing).rejects.toThrow();

    const revived = await openVenue({ journalFile });
    const { orders, fills } = await testVenue(revived).ledger('spot');
    const known = new Set(orders.map((order) => order['orderId']));
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    const filled = new Set(fills.map((fill) => fill['orderId']));
    expect(acknowledged.filter((id) => !filled.has(id))).toEqual([]);
    await revived.close();
  });
});

/** A venue of which only Binance's origin is known. */
function venueAt(origin: string): Venue {
  const none = Object.fromEntries(EXCHANGE_NAMES.map((name) => [name, '']));
  const origins = { ...none, binance: origin } as Venue['origins'];
  return { origin, port: 0, origins, close: () => Promise.resolve() };
}

function startChild(journalFile: string): Promise<{ child: ChildProcess; origin: string }> {
  const script = new URL('../../../kit/simulator/venue-process.ts', import.meta.url);
  const child = fork(script, [journalFile], { execArgv: ['--import', 'tsx'] });
  return new Promise((resolve, reject) => {
    child.once('message', (origin) => resolve({ child, origin: origin as string }));
    child.once('exit', (code) => reject(new Error(`the venue ended with ${String(code)}`)));
  });
}
