import { afterEach, describe, expect, it, vi } from 'vitest';
import { marketList } from './fixtures.js';
import { marketsAt, serveMarkets } from './market-server.js';

afterEach(() => {
  vi.useRealTimers();
});

describe('the markets of either exchange', () => {
  it.each([
    ['a page of HTML', '<html>'],
    ['no markets', []],
    ['something else', { error: 1 }],
  ])('stay as they were when %s is answered', async (_, broken) => {
    let answer: unknown = marketList;
    const server = await serveMarkets({}, () => ({ body: answer }));
    const markets = marketsAt('upbit', server);
    await markets.ready();
    answer = broken;
    const asked = server.requests.length;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
    expect(await markets.rulesFor('BTC/KRW')).not.toBeNull();
    expect(server.requests.length).toBeGreaterThan(asked);
    vi.useRealTimers();
    const fresh = marketsAt('upbit', server);
    await expect(fresh.ready()).rejects.toMatchObject({ name: 'ExchangeFailure' });
    answer = marketList;
    await fresh.ready();
    expect(fresh.symbolOf('KRW-BTC')).toBe('BTC/KRW');
  });

  it('have names of any script, letter for letter', async () => {
    const list = [...marketList, { market: 'KRW-币安人生' }];
    const markets = marketsAt('bithumb', await serveMarkets({}, () => ({ body: list })));
    await markets.ready();
    expect(markets.symbolOf('KRW-币安人生')).toBe('币安人生/KRW');
    expect(markets.symbolOf('KRW-ＢＴＣ')).toBeUndefined();
    expect(markets.knownIdOf('币安人生/KRW')).toBe('KRW-币安人生');
  });

  it('skip what is no market', async () => {
    const odd = [null, { market: 7 }, ...marketList, { market: 'odd' }, { market: 'KRW-A B' }];
    const markets = marketsAt('upbit', await serveMarkets({}, () => ({ body: odd })));
    await markets.ready();
    expect(markets.symbolOf('odd')).toBeUndefined();
    expect(markets.symbolOf('KRW-A B')).toBeUndefined();
    expect(await markets.listed(['BTC/KRW', 'NO/KRW', 'BTC/USDT'])).toEqual([
      'BTC/KRW',
      'BTC/USDT',
    ]);
  });
});
