import { describe, expect, it } from 'vitest';
import { priceStep } from '../../../../src/domain/market.js';
import { denialOf, marketsAt, rulesOf, serveMarkets } from '../kit/korean/market-server.js';

async function marketsWith(ticks?: Record<string, string>) {
  return marketsAt('upbit', await serveMarkets(ticks));
}

describe('the markets of Upbit', () => {
  it('are known from two calls, however many ask', async () => {
    const server = await serveMarkets({ 'KRW-BTC': '1000' });
    const markets = marketsAt('upbit', server);
    await Promise.all(['BTC/KRW', 'ETH/BTC', 'NO/KRW'].map((symbol) => markets.rulesFor(symbol)));
    expect(await markets.rulesFor('NO/KRW')).toBeNull();
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v1/market/all',
      '/v1/orderbook/instruments',
    ]);
    expect(server.requests[1]?.query).toBe('markets=KRW-BTC%2CKRW-ETH');
  });

  it('have price steps that depend on the price', async () => {
    const rules = await rulesOf(await marketsWith({ 'KRW-BTC': '1000' }), 'BTC/KRW');
    const prices = ['150', '5000', '49990', '50000', '499900', '500000', '95000000'];
    const steps = ['1', '5', '10', '50', '100', '500', '1000'];
    expect(prices.map((price) => priceStep(rules, price))).toEqual(steps);
    expect(denialOf(rules, '95000000')).toBeUndefined();
    expect(denialOf(rules, '95000500')).toBe('PRICE_OFF_STEP');
    expect(denialOf(rules, '95000000', '0.00005')).toBe('NOTIONAL_BELOW_MINIMUM');
    expect(denialOf(rules, '95000000', '0.001000001')).toBe('QUANTITY_OFF_STEP');
  });

  it('take a price on the grid of the tick that is named, though not on the table’s', async () => {
    const named = await rulesOf(await marketsWith({ 'KRW-ETH': '0.5' }), 'ETH/KRW');
    expect(denialOf(named, '1400.5', '10')).toBeUndefined();
    expect(denialOf(named, '1400.3', '10')).toBe('PRICE_OFF_STEP');
    const tableOnly = await rulesOf(await marketsWith(), 'ETH/KRW');
    expect(denialOf(tableOnly, '1400.5', '10')).toBe('PRICE_OFF_STEP');
  });

  it('leave to the exchange what is not documented', async () => {
    const markets = await marketsWith();
    expect(denialOf(await rulesOf(markets, 'ETH/KRW'), '99.123', '100')).toBeUndefined();
    expect(denialOf(await rulesOf(markets, 'BTC/USDT'), '0.0123456', '100')).toBeUndefined();
  });

  it('have their own grids and minimums in bitcoin and dollars', async () => {
    const markets = await marketsWith();
    const bitcoin = await rulesOf(markets, 'ETH/BTC');
    expect(bitcoin.minimumNotional).toBe('0.00005');
    expect(denialOf(bitcoin, '0.03684211')).toBeUndefined();
    expect(denialOf(bitcoin, '0.036842111')).toBe('PRICE_OFF_STEP');
    const dollars = await rulesOf(markets, 'BTC/USDT');
    expect(dollars.minimumNotional).toBe('0.5');
    expect(denialOf(dollars, '67857.14')).toBeUndefined();
    expect(denialOf(dollars, '67857.145')).toBe('PRICE_OFF_STEP');
  });
});
