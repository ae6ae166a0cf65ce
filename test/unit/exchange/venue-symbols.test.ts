import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { marketId, readSymbol } from '../../../src/domain/symbol.js';
import type { MarketType } from '../../../src/domain/order.js';
import { readAccountSymbol, readAnySymbol, styleOf } from '../../../src/exchange/symbols.js';
import { startVenue, type Venue } from '../../../simulator/venue.js';

interface Listed {
  readonly id: string;
  readonly base: string;
  readonly quote: string;
}

/** Where an exchange lists the markets of one type, as it documents it. */
interface Listing {
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly path: string;
  readonly answer: { parse(value: unknown): Listed[] };
}

const binanceAnswer = z
  .object({
    symbols: z.array(
      z.object({ symbol: z.string(), baseAsset: z.string(), quoteAsset: z.string() }),
    ),
  })
  .transform(({ symbols }) =>
    symbols.map(({ symbol: id, baseAsset: base, quoteAsset: quote }) => ({ id, base, quote })),
  );
const bybitAnswer = z
  .object({
    result: z.object({
      list: z.array(z.object({ symbol: z.string(), baseCoin: z.string(), quoteCoin: z.string() })),
    }),
  })
  .transform(({ result }) =>
    result.list.map(({ symbol: id, baseCoin: base, quoteCoin: quote }) => ({ id, base, quote })),
  );
const koreanAnswer = z.array(z.object({ market: z.string() })).transform((markets) =>
  markets.map(({ market: id }) => {
    const [quote = '', base = ''] = id.split('-');
    return { id, base, quote };
  }),
);

/** By the names that the venue gives its markets. */
const listings: Readonly<Record<string, Listing>> = {
  spot: {
    exchange: 'binance',
    marketType: 'SPOT',
    path: '/api/v3/exchangeInfo',
    answer: binanceAnswer,
  },
  futures: {
    exchange: 'binance',
    marketType: 'FUTURES',
    path: '/fapi/v1/exchangeInfo',
    answer: binanceAnswer,
  },
  'bybit-spot': {
    exchange: 'bybit',
    marketType: 'SPOT',
    path: '/v5/market/instruments-info?category=spot',
    answer: bybitAnswer,
  },
  'bybit-linear': {
    exchange: 'bybit',
    marketType: 'FUTURES',
    path: '/v5/market/instruments-info?category=linear&limit=1000',
    answer: bybitAnswer,
  },
  upbit: { exchange: 'upbit', marketType: 'SPOT', path: '/v1/market/all', answer: koreanAnswer },
  bithumb: {
    exchange: 'bithumb',
    marketType: 'SPOT',
    path: '/v1/market/all?isDetails=true',
    answer: koreanAnswer,
  },
};

interface PlayedMarket extends Listed {
  readonly exchange: string;
  readonly marketType: MarketType;
}

let venue: Venue & { readonly origins?: Readonly<Record<string, string>> };
let markets: PlayedMarket[];

beforeAll(async () => {
  venue = await startVenue({ priceMovement: 'still' });
  const state = (await (await fetch(`${venue.origin}/control/state`)).json()) as {
    markets: Record<string, { symbol: string }[]>;
  };
  const played = Object.entries(state.markets).map(([name, traded]) =>
    readMarkets(
      name,
      traded.map(({ symbol }) => symbol),
    ),
  );
  markets = (await Promise.all(played)).flat();
  expect(markets.length).toBeGreaterThan(0);
});
afterAll(() => venue?.close());

/**
 * Reads all that is traded on one market of the venue, as its exchange reports it over the wire.
 */
async function readMarkets(name: string, traded: readonly string[]): Promise<PlayedMarket[]> {
  if (traded.length === 0) return [];
  const listing = listings[name];
  if (!listing) throw new Error(`no listing is known of the venue's market "${name}"`);
  const { exchange, marketType, path, answer } = listing;
  const origin = venue.origins?.[exchange] ?? venue.origin;
  const listed = answer.parse(await (await fetch(`${origin}${path}`)).json());
  expect(listed.map(({ id }) => id).sort(), name).toEqual([...traded].sort());
  return listed.map((market) => ({ ...market, exchange, marketType }));
}

describe('every market of the simulated exchanges', () => {
  it('is read from its id, and its id is made from what was read', () => {
    for (const { exchange, id, base, quote } of markets) {
      const style = styleOf(exchange);
      expect(readSymbol(id, style), `${exchange} ${id}`).toBe(`${base}/${quote}`);
      expect(marketId(`${base}/${quote}`, style), `${exchange} ${id}`).toBe(id);
    }
  });

  it('is read from an alert in every spelling that traders use', () => {
    for (const { exchange, marketType, id, base, quote } of markets) {
      const symbol = `${base}/${quote}`;
      const spellings = [id, symbol, `${base}-${quote}`, `${base}_${quote}`];
      // TradingView joins base and quote on every exchange.
      const { defaultQuote } = styleOf(exchange);
      if (defaultQuote === null || defaultQuote === quote) spellings.push(`${base}${quote}`);
      if (defaultQuote === quote) spellings.push(base);
      for (const text of spellings.flatMap((each) => [each, `${exchange}:${each}`])) {
        const reading = readAccountSymbol(text.toLowerCase(), { exchange, marketType });
        expect(reading, `${exchange} ${marketType} ${text}`).toEqual({ symbol });
      }
    }
  });

  it('is a perpetual where that is asked for on futures, and nothing on spot', () => {
    for (const { exchange, marketType, base, quote } of markets) {
      const symbol = `${base}/${quote}`;
      for (const text of [`${base}${quote}.P`, `${symbol}:${quote}`]) {
        const reading = readAccountSymbol(text, { exchange, marketType });
        const expected = { expected: expect.stringContaining('account trades spot') };
        expect(reading, text).toEqual(marketType === 'FUTURES' ? { symbol } : expected);
      }
    }
  });

  it('is among what its id may mean where no account is named', () => {
    for (const { exchange, id, base, quote } of markets) {
      expect(readAnySymbol(id)).toContain(`${base}/${quote}`);
      expect(readAnySymbol(`${exchange}:${id}`)).toEqual([`${base}/${quote}`]);
    }
  });
});
