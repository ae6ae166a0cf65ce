import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { marketId, readSymbol } from '../../../src/domain/symbol.js';
import type { MarketType } from '../../../src/domain/order.js';
import { readAccountSymbol, readAnySymbol, styleOf } from '../../../src/exchange/symbols.js';
import { startVenue, type Venue } from '../../../src/venue/venue.js';

interface Listed {
  readonly id: string;
  readonly base: string;
  readonly quote: string;
}

interface Listing {
  readonly marketType: MarketType;
  readonly path: string;
  readonly read: (answer: unknown) => Listed[];
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

const spot = (path: string, answer: { parse(value: unknown): Listed[] }): Listing => ({
  marketType: 'SPOT',
  path,
  read: (value) => answer.parse(value),
});
const futures = (...terms: Parameters<typeof spot>): Listing => ({
  ...spot(...terms),
  marketType: 'FUTURES',
});

/** Where each exchange lists its markets, as it documents it. */
const listings: Readonly<Record<string, readonly Listing[]>> = {
  binance: [
    spot('/api/v3/exchangeInfo', binanceAnswer),
    futures('/fapi/v1/exchangeInfo', binanceAnswer),
  ],
  bybit: [
    spot('/v5/market/instruments-info?category=spot', bybitAnswer),
    futures('/v5/market/instruments-info?category=linear&limit=1000', bybitAnswer),
  ],
  upbit: [spot('/v1/market/all', koreanAnswer)],
  bithumb: [spot('/v1/market/all?isDetails=true', koreanAnswer)],
};

/** Every market of every exchange that the venue plays, as it tells of them over the wire. */
interface PlayedMarket extends Listed {
  readonly exchange: string;
  readonly marketType: MarketType;
}

let venue: Venue;
let markets: PlayedMarket[];

beforeAll(async () => {
  venue = await startVenue({ priceMovement: 'still' });
  const all = originsOf(venue).map(([exchange, origin]) => readMarkets(exchange, origin));
  markets = (await Promise.all(all)).flat();
});
afterAll(() => venue?.close());

/** A venue that plays one exchange has one origin. */
function originsOf(of: Venue & { readonly origins?: Record<string, string> }): [string, string][] {
  return Object.entries(of.origins ?? { binance: of.origin });
}

async function readMarkets(exchange: string, origin: string): Promise<PlayedMarket[]> {
  const played = (listings[exchange] ?? []).map(async ({ marketType, path, read }) => {
    const listed = read(await (await fetch(`${origin}${path}`)).json());
    expect(listed.length, `${exchange} ${path}`).toBeGreaterThan(0);
    return listed.map((market) => ({ ...market, exchange, marketType }));
  });
  expect(played.length, `listings of ${exchange}`).toBeGreaterThan(0);
  return (await Promise.all(played)).flat();
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
