import { z } from 'zod';
import type { MarketRules } from '../../../../src/domain/market.js';
import { readListing, type Listing } from '../../../../src/exchange/kit/listing.js';

/** A row of an exchange that nobody has: its name, and what its rules come from. */
export interface Row {
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly isTrading: boolean;
  readonly isMarket: boolean;
  readonly tick?: string | undefined;
}

export function row(id: string, changes: Partial<Row> = {}): Row {
  const base = id.replace(/USDT$/, '');
  return { id, base, quote: 'USDT', isTrading: true, isMarket: true, tick: '0.1', ...changes };
}

const name = z.object({
  id: z.string(),
  base: z.string(),
  quote: z.string(),
  isTrading: z.boolean(),
  isMarket: z.boolean(),
});

/** Reads rows as an adapter does. */
export function listingOf(rows: readonly unknown[]): Listing {
  return readListing(rows, {
    what: { exchange: 'somewhere', call: 'GET markets' },
    name,
    terms: z.object({ tick: z.string() }),
    toRules: (symbol, { isTrading }, { tick }): MarketRules => ({
      symbol,
      isTrading,
      orderTypes: ['LIMIT'],
      price: { step: tick, minimum: null, maximum: null },
      quantity: { step: '1', minimum: null, maximum: null },
      marketQuantity: null,
      minimumNotional: null,
    }),
    usualIdOf: (symbol) => symbol.replace('/', ''),
  });
}
