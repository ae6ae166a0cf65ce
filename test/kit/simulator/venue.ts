import { afterAll, beforeAll } from 'vitest';
import { KEY, SECRET } from './venue-keys.js';
import type { MarketName } from '../../../simulator/names.js';
import { startVenue, type Venue, type VenueOptions } from '../../../simulator/venue.js';

export { KEY, SECRET };

const BALANCES = { USDT: '100000', BTC: '2', ETH: '10', BNB: '5' };

export interface TestVenue {
  readonly venue: Venue;
  /** Calls the control interface, and returns the JSON of the answer. Throws when it refuses. */
  readonly control: <T = Record<string, unknown>>(
    path: string,
    body?: object,
    method?: string,
  ) => Promise<T>;
  readonly ledger: (market: MarketName, apiKey?: string) => Promise<LedgerReport>;
}

export interface LedgerReport {
  readonly orders: Record<string, unknown>[];
  readonly fills: Record<string, unknown>[];
  readonly requests: Record<string, number>;
}

/** Starts a venue with still prices and one funded key, for all tests of a file. */
export function useVenue(options: VenueOptions = {}): () => TestVenue {
  let current: TestVenue | undefined;
  beforeAll(async () => {
    current = testVenue(await openVenue(options));
  });
  afterAll(() => current?.venue.close());
  return () => {
    if (!current) throw new Error('the venue has not been started');
    return current;
  };
}

export function openVenue(options: VenueOptions = {}): Promise<Venue> {
  const accounts = [{ apiKey: KEY, secret: SECRET, balances: BALANCES }];
  return startVenue({ priceMovement: 'still', accounts, limits: AMPLE, ...options });
}

const BINANCE_AMPLE = {
  weightPerMinute: 1_000_000,
  orders: [{ interval: 'SECOND', intervalNum: 10, limit: 100_000 }],
};
const KOREAN_AMPLE = {
  order: 100_000,
  exchange: 100_000,
  quotation: 100_000,
  connect: 100_000,
  message: 100_000,
};
const BYBIT_AMPLE = {
  createPerSecond: 100_000,
  cancelPerSecond: 100_000,
  readPerSecond: 100_000,
  requestsPer5s: 1_000_000,
};
/** Limits that no test reaches by accident. */
export const AMPLE: Readonly<Record<MarketName, object>> = {
  spot: BINANCE_AMPLE,
  futures: BINANCE_AMPLE,
  'bybit-spot': BYBIT_AMPLE,
  'bybit-linear': BYBIT_AMPLE,
  upbit: KOREAN_AMPLE,
  bithumb: KOREAN_AMPLE,
};

export function testVenue(venue: Venue): TestVenue {
  const control = async <T>(path: string, body?: object, method?: string): Promise<T> => {
    const response = await fetch(`${venue.origin}/control/${path}`, {
      method: method ?? (body ? 'POST' : 'GET'),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${response.status} ${(JSON.parse(text) as { error: string }).error}`);
    return JSON.parse(text) as T;
  };
  return {
    venue,
    control,
    ledger: (market, apiKey = KEY) => control(`ledger?apiKey=${apiKey}&market=${market}`),
  };
}

let counter = 0;

/** Returns a client order id that no other test uses. */
export function newId(prefix = 't'): string {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Returns the first defined result of `look`, or fails after two seconds. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + 2000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited two seconds for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
