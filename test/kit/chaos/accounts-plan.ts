/** The accounts of a run. Each has its own strategies and its own private stream. */
export const ACCOUNTS = [
  { name: 'chaos-spot-1', market: 'spot' },
  { name: 'chaos-futures-1', market: 'futures' },
  { name: 'chaos-spot-2', market: 'spot' },
  { name: 'chaos-futures-2', market: 'futures' },
] as const;

export const STRATEGIES_EACH = 2;

export type ChaosMarket = (typeof ACCOUNTS)[number]['market'];
export const CHAOS_MARKETS: readonly ChaosMarket[] = ['spot', 'futures'];
