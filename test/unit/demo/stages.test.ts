import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageOrder } from '../../../src/demo/plays.js';
import { marketOf, STAGE_EXCHANGES, STAGES, stagesOf } from '../../../src/demo/stages.js';
import { checkRules } from '../../../src/domain/market.js';
import { normalise } from '../../../src/domain/decimal.js';
import { adapterOf, marketsOf } from '../../../src/exchange/registry.js';
import { KNOWN_EXCHANGES, readAccountSymbol } from '../../../src/exchange/symbols.js';
import { MARKET_NAMES, type ExchangeName } from '../../../simulator/names.js';
import { startVenue, type Venue } from '../../../simulator/venue.js';

describe('the stages of the demo', () => {
  let venue: Venue;
  beforeAll(async () => {
    venue = await startVenue({ priceMovement: 'still' });
  });
  afterAll(() => venue.close());

  it('are one for each market of the simulated exchanges', () => {
    expect(STAGES.map(({ market }) => market).sort()).toEqual([...MARKET_NAMES].sort());
  });

  it('leave out no exchange that the product knows', () => {
    expect([...STAGE_EXCHANGES].sort()).toEqual([...KNOWN_EXCHANGES].sort());
  });

  it('have names of their own, for accounts and strategies are found by them', () => {
    expect(new Set(STAGES.map(({ name }) => name)).size).toBe(STAGES.length);
  });

  it.each(STAGES)('name the market of $name as alerts to its account may', (plan) => {
    expect(adapterOf(plan.exchange).marketTypes).toContain(plan.marketType);
    expect(readAccountSymbol(marketOf(plan), plan)).toEqual({ symbol: plan.symbol });
  });

  it.each(STAGES)('trade on $name what its market takes, to the last digit', async (plan) => {
    const { exchange, marketType, symbol, limits, marketOrder, trial, part } = plan;
    const restUrl = venue.origins[exchange as ExchangeName];
    const rules = await marketsOf({ exchange, marketType, restUrl, streamUrl: null }).rulesFor(
      symbol,
    );
    if (!rules) throw new Error(`${symbol} must be listed on ${plan.market}`);
    const orders: StageOrder[] = [...limits, { ...limits[0], quantity: part }, marketOrder, trial];
    const denials = orders.map(({ type, quantity, price }) =>
      checkRules(rules, {
        orderType: type === 'limit' ? 'LIMIT' : 'MARKET',
        quantity: normalise(quantity),
        price: price ?? null,
        reduceOnly: false,
      }),
    );
    expect(denials).toEqual(orders.map(() => null));
  });

  it('are those of one exchange when it is asked for', () => {
    expect(stagesOf('bybit').map(({ market }) => market)).toEqual(['bybit-spot', 'bybit-linear']);
    expect(stagesOf('upbit').map(({ market }) => market)).toEqual(['upbit']);
  });

  it('are none of an unknown exchange: the error names the known ones', () => {
    expect(() => stagesOf('kraken')).toThrow(
      'exchange must be one of binance, bybit, upbit, bithumb, was "kraken"',
    );
  });
});
