/** An order as an alert asks for it, without its market, whose notation depends on the exchange. */
export interface StageOrder {
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly quantity: string;
  readonly price?: string;
}

/** What is traded on a market. */
export interface StagePlay {
  readonly symbol: string;
  /** Two limit orders below the price. They rest where liquidity is manual. */
  readonly limits: readonly [StageOrder, StageOrder];
  /** The part of the first limit order that fills first. */
  readonly part: string;
  readonly marketOrder: StageOrder;
  /** A market buy spends an amount: the quantity that the alert asks for is an estimate. */
  readonly buysByCost: boolean;
  /** A small order for users to try. */
  readonly trial: StageOrder;
}

/** A play, and how much of the quote asset it needs. */
interface FundedPlay extends StagePlay {
  readonly funds: string;
}

/** What is traded for each quote asset. */
const PLAYS: Readonly<Record<string, FundedPlay>> = {
  USDT: {
    symbol: 'BTC/USDT',
    funds: '1000000',
    limits: [buy('1.0', '49000'), buy('1.0', '48000')],
    part: '0.3',
    marketOrder: { side: 'sell', type: 'market', quantity: '0.4' },
    buysByCost: false,
    trial: { side: 'buy', type: 'market', quantity: '0.01' },
  },
  // A market buy in won spends an amount. The alert's price differs slightly from the market's, so
  // the amount does not come out even, and the order ends as cancelled on the exchange although it
  // filled. Of all plays, this one exercises the most.
  KRW: {
    symbol: 'BTC/KRW',
    funds: '1000000000',
    limits: [buy('1.0', '93000000'), buy('1.0', '91000000')],
    part: '0.3',
    marketOrder: { side: 'buy', type: 'market', quantity: '0.4', price: '95012345' },
    buysByCost: true,
    trial: { side: 'buy', type: 'market', quantity: '0.01' },
  },
};

/** Returns what is traded for a quote asset. @throws Error naming the quote assets with a play */
export function playIn(quote: string): FundedPlay {
  const play = PLAYS[quote];
  if (play) return play;
  const known = Object.keys(PLAYS).join(', ');
  throw new Error(`what the demo trades must be quoted in one of ${known}, was in ${quote}`);
}

function buy(quantity: string, price: string): StageOrder {
  return { side: 'buy', type: 'limit', quantity, price };
}
