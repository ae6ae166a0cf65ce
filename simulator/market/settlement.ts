import type { Account } from './accounts.js';
import type { Decimal } from '../decimal.js';
import type { Market } from './market.js';
import type { Order, OrderDraft } from '../model.js';

/** A piece of an order about to be exchanged. */
export interface Trade {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

export interface Settled {
  readonly commission: Decimal;
  readonly commissionAsset: string;
  readonly realizedPnl: Decimal | null;
  readonly closedQuantity?: Decimal;
  /** What the order still locks afterwards. */
  readonly reserved: Decimal;
}

export type Refusal =
  'DUPLICATE_CLIENT_ID' | 'INSUFFICIENT_FUNDS' | 'WOULD_MATCH' | 'UNFILLABLE' | 'REDUCE_ONLY';

/** How a market moves funds: `cash` locks and exchanges assets, `margin` moves a position. */
export interface Settlement {
  /** Whether fills move a position. */
  readonly holdsPositions: boolean;
  /** Returns why the account cannot afford the order, or null. `plan` is what fills at once. */
  refusal(
    account: Account,
    draft: OrderDraft,
    plan: readonly Trade[],
    market: Market,
  ): Refusal | null;
  /** Locks what the order needs and returns how much. */
  reserve(account: Account, draft: OrderDraft, plan: readonly Trade[], market: Market): Decimal;
  settle(account: Account, order: Order, trade: Trade, isMaker: boolean, market: Market): Settled;
  /** Gives back what a finished order still locks. */
  release(account: Account, order: Order, market: Market): void;
  /** Returns how much of the order may be exchanged at most, given the account's position. */
  fillable(account: Account, order: OrderDraft, quantity: Decimal, market: Market): Decimal;
}
