import type { Engine } from '../engine/engine.js';
import type { ListingChange } from '../market/instrument-book.js';
import type { MarketName } from '../names.js';
import { ControlRefusal } from './refusal.js';

/**
 * Changes what a market lists: a new instrument, a halted one, a finer grid, an odd row. An
 * instrument that is no longer listed keeps its orders.
 */
export function changeListing(
  engine: Engine,
  { market: name, ...change }: ListingChange & { readonly market: MarketName },
): object {
  const market = engine.state.markets[name];
  const { symbol, like } = change;
  if (symbol !== undefined && !market.instruments.has(symbol)) {
    if (like === undefined || !market.instruments.has(like)) {
      const known = [...market.instruments.keys()].join(', ');
      throw new ControlRefusal(400, `expected "like" to be one of ${known}, came "${like}"`);
    }
  }
  market.changeListing(change);
  engine.journal.append({ listings: [[name, change]] });
  return { market: name, listed: market.listed().map((each) => each.symbol) };
}
