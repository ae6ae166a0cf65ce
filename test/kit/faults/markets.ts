import type { MarketName } from '../../../simulator/names.js';

const chosen = process.env['FAULT_MARKETS']?.split(',') as MarketName[] | undefined;

/** Where every fault is tried; FAULT_MARKETS names others, as the run of all faults does. */
export const MARKETS: readonly MarketName[] = chosen ?? ['spot', 'futures'];

/** Those of them that are Bybit's, for what only its calls do. */
export const BYBIT_MARKETS = MARKETS.filter((market) => market.startsWith('bybit-'));

/** Where the essential faults are tried, too: `npm test` has no time for more. */
export const ESSENTIAL_MARKETS: readonly MarketName[] = chosen ?? [
  ...MARKETS,
  'bybit-spot',
  'bybit-linear',
];

/** Returns one of the markets in turn, for faults in which no exchange has a part. */
export function marketInTurn(index: number): MarketName {
  const market = MARKETS[index % MARKETS.length];
  if (!market) throw new Error('FAULT_MARKETS names no market');
  return market;
}
