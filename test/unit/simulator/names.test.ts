import { describe, expect, it } from 'vitest';
import { createMarkets } from '../../../simulator/exchanges/registry.js';
import { EXCHANGE_NAMES, EXCHANGES, MARKET_NAMES } from '../../../simulator/names.js';
import { mentionsOf } from '../../kit/mentions.js';

const folders = EXCHANGE_NAMES.join('|');

describe('the table of the simulated exchanges', () => {
  it('is the only common part that names them, beside the registry', () => {
    const common = mentionsOf(EXCHANGE_NAMES, ['simulator'], {
      everywhere: new RegExp(
        `^simulator/(?:names\\.ts$|exchanges/registry\\.ts$|exchanges/(?:${folders})/)`,
      ),
      // What two exchanges share says in its comments which they are.
      inComments: /^simulator\/exchanges\/kit\/korean\/.*\.ts$/,
    });
    expect(common).toEqual([]);
  });

  it('lists the markets that there are, and what is traded on them', () => {
    const markets = createMarkets();
    expect(Object.keys(markets).sort()).toEqual([...MARKET_NAMES].sort());
    for (const { name, quote, assets } of EXCHANGES.flatMap((exchange) => exchange.markets)) {
      const traded = [...markets[name].instruments.values()]
        .filter(({ quoteAsset }) => quoteAsset === quote)
        .map(({ baseAsset }) => baseAsset);
      expect(traded, name).toEqual(assets);
    }
  });

  it('says which markets move positions', () => {
    const markets = createMarkets();
    for (const { name, type } of EXCHANGES.flatMap((exchange) => exchange.markets)) {
      expect(markets[name].settlement.holdsPositions, name).toBe(type === 'FUTURES');
    }
  });
});
