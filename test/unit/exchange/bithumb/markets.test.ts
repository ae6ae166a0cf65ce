import { describe, expect, it } from 'vitest';
import { denialOf, marketsAt, rulesOf, serveMarkets } from '../kit/korean/market-server.js';

describe('the markets of Bithumb', () => {
  it('are known from one call, and leave the unconfirmed price grid to the exchange', async () => {
    const server = await serveMarkets();
    const rules = await rulesOf(marketsAt('bithumb', server), 'BTC/KRW');
    expect(denialOf(rules, '95000500')).toBeUndefined();
    expect(denialOf(rules, '95000000', '0.00005')).toBe('NOTIONAL_BELOW_MINIMUM');
    expect(denialOf(rules, '95000000', '0.001000001')).toBe('QUANTITY_OFF_STEP');
    expect(server.requests.map(({ path, query }) => `${path}?${query}`)).toEqual([
      '/v1/market/all?isDetails=true',
    ]);
  });
});
