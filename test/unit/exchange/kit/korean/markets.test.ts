import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkRules, priceStep } from '../../../../../src/domain/market.js';
import type { MarketRules } from '../../../../../src/domain/market.js';
import { idOfSymbol, symbolOfId } from '../../../../../src/exchange/kit/korean/market-ids.js';
import { KoreanMarkets } from '../../../../../src/exchange/kit/korean/markets.js';
import { ownMarkets } from '../../../../../src/exchange/kit/kept-listing.js';
import { ADAPTERS, accountAt, marketList, type KoreanName } from './fixtures.js';
import { startServer, type AnsweringServer, type ReceivedRequest } from '../../http-server.js';

let server: AnsweringServer | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  server = undefined;
});

type Answer = { status?: number; body: unknown };
const noSuchCall = { status: 404, body: { error: { name: 404, message: 'no Route matched' } } };

/** A server with a list of markets, and with ticks where they are given. */
async function serve(
  ticks?: Record<string, string>,
  list: () => Answer = () => ({ body: marketList }),
) {
  const answer = ({ path, query }: ReceivedRequest): Answer => {
    if (path === '/v1/market/all') return list();
    if (path !== '/v1/orderbook/instruments' || !ticks) return noSuchCall;
    const markets = (new URLSearchParams(query).get('markets') ?? '').split(',');
    return { body: markets.map((market) => ({ market, tick_size: ticks[market] ?? '1000' })) };
  };
  server = await startServer(answer);
  return server.origin;
}

const marketsAt = (exchange: KoreanName, restUrl: string): KoreanMarkets =>
  ownMarkets(KoreanMarkets, ADAPTERS[exchange].openMarkets(accountAt(exchange, { restUrl })));
const upbitAt = (restUrl: string): KoreanMarkets => marketsAt('upbit', restUrl);
const bithumbAt = (restUrl: string): KoreanMarkets => marketsAt('bithumb', restUrl);

async function rulesOf(markets: KoreanMarkets, symbol: string): Promise<MarketRules> {
  const rules = await markets.rulesFor(symbol);
  if (!rules) throw new Error(`expected rules of ${symbol}`);
  return rules;
}

function denialOf(rules: MarketRules, price: string, quantity = '1'): string | undefined {
  const terms = { orderType: 'LIMIT', price, quantity, reduceOnly: false } as const;
  return checkRules(rules, terms)?.code;
}

describe('the markets of Upbit', () => {
  it('are known from two calls, however many ask', async () => {
    const markets = upbitAt(await serve({ 'KRW-BTC': '1000' }));
    await Promise.all(['BTC/KRW', 'ETH/BTC', 'NO/KRW'].map((symbol) => markets.rulesFor(symbol)));
    expect(await markets.rulesFor('NO/KRW')).toBeNull();
    expect(server?.requests.map(({ path }) => path)).toEqual([
      '/v1/market/all',
      '/v1/orderbook/instruments',
    ]);
    expect(server?.requests[1]?.query).toBe('markets=KRW-BTC%2CKRW-ETH');
  });

  it('have price steps that depend on the price', async () => {
    const rules = await rulesOf(upbitAt(await serve({ 'KRW-BTC': '1000' })), 'BTC/KRW');
    const steps = ['150', '5000', '49990', '50000', '499900', '500000', '95000000'];
    expect(steps.map((price) => priceStep(rules, price))).toEqual([
      '1',
      '5',
      '10',
      '50',
      '100',
      '500',
      '1000',
    ]);
    expect(denialOf(rules, '95000000')).toBeUndefined();
    expect(denialOf(rules, '95000500')).toBe('PRICE_OFF_STEP');
    expect(denialOf(rules, '95000000', '0.00005')).toBe('NOTIONAL_BELOW_MINIMUM');
    expect(denialOf(rules, '95000000', '0.001000001')).toBe('QUANTITY_OFF_STEP');
  });

  it('take a price that lies on the grid of the tick that is named, though not on the table’s', async () => {
    const named = await rulesOf(upbitAt(await serve({ 'KRW-ETH': '0.5' })), 'ETH/KRW');
    expect(denialOf(named, '1400.5', '10')).toBeUndefined();
    expect(denialOf(named, '1400.3', '10')).toBe('PRICE_OFF_STEP');
    await server?.close();
    const tableOnly = await rulesOf(upbitAt(await serve()), 'ETH/KRW');
    expect(denialOf(tableOnly, '1400.5', '10')).toBe('PRICE_OFF_STEP');
  });

  it('leave to the exchange what is not documented', async () => {
    const markets = upbitAt(await serve());
    expect(denialOf(await rulesOf(markets, 'ETH/KRW'), '99.123', '100')).toBeUndefined();
    expect(denialOf(await rulesOf(markets, 'BTC/USDT'), '0.0123456', '100')).toBeUndefined();
  });

  it('have their own grids and minimums in bitcoin and dollars', async () => {
    const markets = upbitAt(await serve());
    const bitcoin = await rulesOf(markets, 'ETH/BTC');
    expect(bitcoin.minimumNotional).toBe('0.00005');
    expect(denialOf(bitcoin, '0.03684211')).toBeUndefined();
    expect(denialOf(bitcoin, '0.036842111')).toBe('PRICE_OFF_STEP');
    const dollars = await rulesOf(markets, 'BTC/USDT');
    expect(dollars.minimumNotional).toBe('0.5');
    expect(denialOf(dollars, '67857.14')).toBeUndefined();
    expect(denialOf(dollars, '67857.145')).toBe('PRICE_OFF_STEP');
  });

  it.each([
    ['a page of HTML', '<html>'],
    ['no markets', []],
    ['something else', { error: 1 }],
  ])('stay as they were when %s is answered', async (_, broken) => {
    let answer: unknown = marketList;
    const markets = upbitAt(await serve({}, () => ({ body: answer })));
    await markets.ready();
    answer = broken;
    const asked = server?.requests.length ?? 0;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
    expect(await markets.rulesFor('BTC/KRW')).not.toBeNull();
    expect(server?.requests.length).toBeGreaterThan(asked);
    vi.useRealTimers();
    const fresh = upbitAt(server?.origin ?? '');
    await expect(fresh.ready()).rejects.toMatchObject({ name: 'ExchangeFailure' });
    answer = marketList;
    await fresh.ready();
    expect(fresh.symbolOf('KRW-BTC')).toBe('BTC/KRW');
  });

  it('skip what is no market', async () => {
    const odd = [...marketList, { market: 'odd' }, { market: 'KRW-btc' }];
    const markets = upbitAt(await serve({}, () => ({ body: odd })));
    await markets.ready();
    expect(markets.symbolOf('odd')).toBeUndefined();
    expect(await markets.listed(['BTC/KRW', 'NO/KRW', 'BTC/USDT'])).toEqual([
      'BTC/KRW',
      'BTC/USDT',
    ]);
  });
});

describe('the markets of Bithumb', () => {
  it('are known from one call, and leave the price grid, which is not confirmed, to the exchange', async () => {
    const markets = bithumbAt(await serve());
    const rules = await rulesOf(markets, 'BTC/KRW');
    expect(denialOf(rules, '95000500')).toBeUndefined();
    expect(denialOf(rules, '95000000', '0.00005')).toBe('NOTIONAL_BELOW_MINIMUM');
    expect(denialOf(rules, '95000000', '0.001000001')).toBe('QUANTITY_OFF_STEP');
    expect(server?.requests.map(({ path, query }) => `${path}?${query}`)).toEqual([
      '/v1/market/all?isDetails=true',
    ]);
  });
});

describe('ids of markets', () => {
  it('have the quote first', () => {
    expect(idOfSymbol('BTC/KRW')).toBe('KRW-BTC');
    expect(symbolOfId('KRW-1INCH')).toBe('1INCH/KRW');
    expect(symbolOfId('BTCUSDT')).toBeUndefined();
  });
});
