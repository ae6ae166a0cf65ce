import type { MarketName } from '../../../simulator/names.js';

const chosen = process.env['FAULT_MARKETS']?.split(',') as MarketName[] | undefined;

/**
 * The markets on which every fault is tried. FAULT_MARKETS names others, as in the run of all
 * faults.
 */
export const MARKETS: readonly MarketName[] = chosen ?? ['spot', 'futures'];

/** The Bybit markets among them, for faults that concern calls of Bybit only. */
export const BYBIT_MARKETS = MARKETS.filter((market) => market.startsWith('bybit-'));

/** The markets on which the essential faults are tried too. `npm test` has no time for more. */
export const ESSENTIAL_MARKETS: readonly MarketName[] = chosen ?? [
  ...MARKETS,
  'bybit-spot',
  'bybit-linear',
];

/**
 * The markets on which faults are tried that every exchange must stand, such as the troubles of a
 * listing: in the run of all faults those of every exchange.
 */
export const ALL_MARKETS: readonly MarketName[] =
  (process.env['ALL_MARKETS']?.split(',') as MarketName[] | undefined) ?? MARKETS;

/** Returns one of the markets in turn, for faults that do not involve an exchange. */
export function marketInTurn(index: number): MarketName {
  const market = MARKETS[index % MARKETS.length];
  if (!market) throw new Error('FAULT_MARKETS names no market');
  return market;
}
