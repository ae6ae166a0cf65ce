import { afterAll, beforeAll } from 'vitest';
import type { MarketName } from '../../../simulator/names.js';
import { startVenue, type Venue, type VenueOptions } from '../../../simulator/venue.js';
import { AMPLE_LIMITS } from '../control/ample-limits.js';
import { SimulatorControl } from '../control/simulator-control.js';
import { KEY, SECRET } from './venue-keys.js';

export { KEY, SECRET };

const BALANCES = { USDT: '100000', BTC: '2', ETH: '10', BNB: '5' };

export interface TestVenue {
  readonly venue: Venue;
  readonly control: SimulatorControl;
  /** Returns an account's ledger as it is sent, with the fields that no client reads. */
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
  return startVenue({ priceMovement: 'still', accounts, limits: AMPLE_LIMITS, ...options });
}

export function testVenue(venue: Venue): TestVenue {
  const control = new SimulatorControl(venue.origin);
  return {
    venue,
    control,
    ledger: (market, apiKey = KEY) => control.get(`ledger?apiKey=${apiKey}&market=${market}`),
  };
}

let counter = 0;

/** Returns a client order id that no other test uses. */
export function newId(prefix = 't'): string {
  counter += 1;
  return `${prefix}-${counter}`;
}
