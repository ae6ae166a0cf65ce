import type { Account } from '../market/accounts.js';
import { Decimal, ZERO } from '../decimal.js';
import type { ListingChange } from '../market/instrument-book.js';
import type { Liquidity } from '../market/market.js';
import type { Balance, Fill, Order, Position } from '../model.js';
import type { MarketName } from '../names.js';
import type { PriceMovement } from '../market/venue-state.js';
import type { StreamKey } from '../market/stream-keys.js';

/** A type with its decimals replaced by the strings that they are written as. */
export type Written<T> = T extends Decimal
  ? string
  : T extends object
    ? { [Key in keyof T]: Written<T[Key]> }
    : T;

/** Funds of one account on one market. What is not listed stays as it was. */
export interface WalletPart {
  readonly apiKey: string;
  readonly market: MarketName;
  readonly balances?: Balance[];
  readonly positions?: Position[];
  readonly leverage?: [string, number][];
}

/**
 * One line of the journal: any of these parts. A part replaces what was known under its name or id;
 * it is never a difference. Fills have no later version: each is written once and added.
 */
export interface JournalRecord {
  readonly accounts?: Pick<Account, 'apiKey' | 'secret' | 'markets' | 'commissionAsset'>[];
  readonly wallets?: WalletPart[];
  readonly orders?: Order[];
  readonly fills?: Fill[];
  /** Client ids that no order has, but that refused requests took. */
  readonly takenClientIds?: [MarketName, apiKey: string, clientOrderId: string][];
  readonly executionIds?: Partial<Record<MarketName, number>>;
  readonly prices?: [MarketName, string, Decimal][];
  readonly liquidity?: [MarketName, string, Liquidity][];
  readonly listings?: [MarketName, ListingChange][];
  readonly movement?: PriceMovement;
  readonly streamKeys?: StreamKey[];
  readonly removedStreamKeys?: StreamKey[];
}

/** Returns the order that was written. */
export function readOrder(written: Written<Order>): Order {
  return {
    ...written,
    price: new Decimal(written.price),
    quantity: new Decimal(written.quantity),
    quoteQuantity: new Decimal(written.quoteQuantity),
    filledQuantity: new Decimal(written.filledQuantity),
    cumulativeQuote: new Decimal(written.cumulativeQuote),
    reserved: new Decimal(written.reserved),
  };
}

export function readFill({ closedQuantity, ...written }: Written<Fill>): Fill {
  const fill: Fill = {
    ...written,
    price: new Decimal(written.price),
    quantity: new Decimal(written.quantity),
    commission: new Decimal(written.commission),
    realizedPnl: written.realizedPnl === null ? null : new Decimal(written.realizedPnl),
  };
  if (closedQuantity === undefined) return fill;
  return { ...fill, closedQuantity: new Decimal(closedQuantity) };
}

export function readBalance(
  { asset, free, locked, bound }: Written<Omit<Balance, 'bound'>> & { readonly bound?: string },
  market: MarketName,
): Balance {
  const balance = { asset, free: new Decimal(free), locked: new Decimal(locked), bound: ZERO };
  if (bound !== undefined) return { ...balance, bound: new Decimal(bound) };
  // The journal dates from when bound margin was written as locked: only this market had any (V9).
  return market === 'futures' ? { ...balance, locked: ZERO, bound: balance.locked } : balance;
}

export function readPosition(written: Written<Position>): Position {
  return {
    symbol: written.symbol,
    amount: new Decimal(written.amount),
    entryPrice: new Decimal(written.entryPrice),
    realizedPnl: new Decimal(written.realizedPnl),
  };
}

export function readLiquidity(written: Written<Liquidity>): Liquidity {
  if (written.mode === 'manual') return { mode: 'manual' };
  return { mode: 'auto', depth: written.depth === null ? null : new Decimal(written.depth) };
}
