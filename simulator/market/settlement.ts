import type { Decimal } from '../decimal.js';
import type { Instrument, Order, OrderDraft } from '../model.js';
import type { MarketName } from '../names.js';
import type { Account } from './accounts.js';
import type { PriceBoard } from './prices.js';

/** A piece of an order that is about to be exchanged. */
export interface PlannedFill {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** What exchanging a piece came to. */
export interface Settled {
  readonly commission: Decimal;
  readonly commissionAsset: string;
  readonly realizedPnl: Decimal | null;
  readonly closedQuantity?: Decimal;
  /** What the order still locks afterwards. */
  readonly reserved: Decimal;
}

/** Why a market does not take an order in. */
export type Refusal =
  'DUPLICATE_CLIENT_ID' | 'INSUFFICIENT_FUNDS' | 'WOULD_MATCH' | 'UNFILLABLE' | 'REDUCE_ONLY';

/** What settlement has to know of a market: what is traded there, and at which price. */
export interface PricedMarket {
  readonly name: MarketName;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly prices: PriceBoard;
  instrument(symbol: string): Instrument;
}

/** How a market moves funds: in cash, assets change hands; on margin, a position moves. */
export interface Settlement {
  /** Whether fills move a position. */
  readonly holdsPositions: boolean;
  /** Returns why the account cannot afford the order, or null. `plan` is what fills at once. */
  refusal(
    account: Account,
    draft: OrderDraft,
    plan: readonly PlannedFill[],
    market: PricedMarket,
  ): Refusal | null;
  /** Locks what the order needs, and returns how much that is. */
  reserve(
    account: Account,
    draft: OrderDraft,
    plan: readonly PlannedFill[],
    market: PricedMarket,
  ): Decimal;
  settle(
    account: Account,
    order: Order,
    planned: PlannedFill,
    isMaker: boolean,
    market: PricedMarket,
  ): Settled;
  /** Gives back what a finished order still locks. */
  release(account: Account, order: Order, market: PricedMarket): void;
  /** Returns how much of the order may be exchanged at most, given the account's position. */
  fillable(account: Account, order: OrderDraft, quantity: Decimal, market: PricedMarket): Decimal;
}
