import { EXCHANGES, type MarketName } from '../../../simulator/names.js';
import { marketId } from '../../../src/domain/symbol.js';
import { styleOf } from '../../../src/exchange/symbols.js';
import { AMENDS } from '../desk/amends.js';
import { planOf } from '../desk/plans.js';

/** What a run trades on a market. Symbols are written as the exchange writes them. */
export interface ChaosGoods {
  /** Trades by itself at a moving price near `price`, with a thin book. */
  readonly moving: { readonly symbol: string; readonly price: number; readonly step: number };
  /** Fill on command only. A buy at `low` rests, and so does a sale at `high`. */
  readonly resting: readonly RestingGoods[];
  /** Something that the account has none of, and enough of it to be worth an order. */
  readonly absent: { readonly symbol: string; readonly quantity: string };
  /** Enough of everything that is to be traded, and none of what is to be refused. */
  readonly balances: Readonly<Record<string, string>>;
  readonly isFutures: boolean;
  /** What may be changed of an open order. */
  readonly amends: (typeof AMENDS)[MarketName];
  /** A market buy must be given an amount, which orders from outside do not have. */
  readonly buysByCost: boolean;
}

export interface RestingGoods {
  readonly symbol: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** The smallest quantity, in hundredths. */
  readonly unit: number;
}

/** By the asset that prices are in. The prices are around those with which the simulator starts. */
const FIGURES = {
  USDT: {
    moving: { base: 'BTC', price: 50_000, step: 10 },
    resting: [
      { base: 'ETH', low: 2_400, high: 2_600, step: 1 },
      { base: 'SOL', low: 140, high: 160, step: 1 },
    ],
    funds: '1000000000',
  },
  KRW: {
    moving: { base: 'BTC', price: 95_000_000, step: 20_000 },
    resting: [
      { base: 'ETH', low: 3_300_000, high: 3_700_000, step: 10_000 },
      { base: 'SOL', low: 190_000, high: 230_000, step: 1_000 },
    ],
    funds: '1000000000000',
  },
} as const;

/** Where the smallest quantity of something that rests is more than a hundredth, in hundredths. */
const UNITS: Readonly<Partial<Record<MarketName, Readonly<Record<string, number>>>>> = {
  'bybit-linear': { SOL: 10 },
};

/** What every market has, and no account of a run holds. */
const ABSENT = { BNB: '1', XRP: '100' } as const;

/** Returns what a run trades on a market. */
export function goodsOf(market: MarketName): ChaosGoods {
  const { exchange, marketType, buysByCost } = planOf(market);
  const row = EXCHANGES.flatMap(({ markets }) => markets).find(({ name }) => name === market);
  if (!row) throw new Error(`no market "${market}"`);
  const { quote, assets } = row;
  const { moving, resting, funds } = FIGURES[quote === 'KRW' ? 'KRW' : 'USDT'];
  const idOf = (base: string): string => marketId(`${base}/${quote}`, styleOf(exchange));
  const absent = assets.includes('BNB') ? 'BNB' : 'XRP';
  return {
    moving: { ...moving, symbol: idOf(moving.base) },
    resting: resting.map((each) => ({
      ...each,
      symbol: idOf(each.base),
      unit: UNITS[market]?.[each.base] ?? 1,
    })),
    absent: { symbol: idOf(absent), quantity: ABSENT[absent] },
    balances: { [quote]: funds, BTC: '10000', ETH: '10000', SOL: '100000' },
    isFutures: marketType === 'FUTURES',
    amends: AMENDS[market],
    buysByCost,
  };
}
