import type { MarketName, MarketOf } from '../../names.js';

const CATEGORIES = ['spot', 'linear'] as const;
/** Bybit's names for its markets. These are the categories that the venue plays. */
export type Category = (typeof CATEGORIES)[number];

export type BybitMarket = MarketOf<'bybit'>;
export const BYBIT_MARKETS = ['bybit-spot', 'bybit-linear'] as const satisfies BybitMarket[];

export function marketOf(category: Category): BybitMarket {
  return `bybit-${category}`;
}

export function categoryOf(market: MarketName): Category {
  return market === 'bybit-spot' ? 'spot' : 'linear';
}

export function isCategory(text: unknown): text is Category {
  return CATEGORIES.some((each) => each === text);
}
