import type { Decimal } from '../decimal.js';
import type { Instrument, Order, OrderDraft } from '../model.js';
import type { MarketName } from '../names.js';
import type { Account } from './accounts.js';
import type { PriceBoard } from './prices.js';

/** A piece of an order that is about to be filled. */
export interface PlannedFill {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** The result of filling a piece. */
export interface Settled {
  readonly commission: Decimal;
  readonly commissionAsset: string;
  readonly realizedPnl: Decimal | null;
  readonly closedQuantity?: Decimal;
  /** What the order still locks after that. */
  readonly reserved: Decimal;
}

/** Why a market refuses an order. */
export type Refusal =
  'DUPLICATE_CLIENT_ID' | 'INSUFFICIENT_FUNDS' | 'WOULD_MATCH' | 'UNFILLABLE' | 'REDUCE_ONLY';

/** What settlement needs to know of a market: its instruments and prices. */
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
  /** Returns why the account may not place the order, or null. `plan` is what fills at once. */
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
  /** Releases what a finished order still locks. */
  release(account: Account, order: Order, market: PricedMarket): void;
  /** Returns how much of `quantity` may be filled, given the account's position. */
  fillable(account: Account, order: OrderDraft, quantity: Decimal, market: PricedMarket): Decimal;
}
