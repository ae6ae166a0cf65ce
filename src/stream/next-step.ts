import type { MarketSymbol } from '../domain/symbol.js';

/** Why a connection is replaced. The next one is opened before it is closed. */
export type Replacement =
  /** Its key or signature can only be renewed by a new connection. */
  | 'renewal'
  /** It nears the age at which exchanges close every stream. */
  | 'end of life'
  /** Its life could not be extended. */
  | 'renewal failed'
  /** The exchange did not accept the new list of markets. */
  | 'not covering'
  /** The account's key or addresses have changed. */
  | 'account changed';

/** The part of an open connection that the next step depends on. */
export interface StreamState {
  /** Why it was lost; `null` while it is live. */
  readonly lost: string | null;
  readonly renewAt: number;
  readonly endsAt: number;
  /** Whether it can be renewed in place; otherwise a new connection renews it. */
  readonly isExtendable: boolean;
  /** Set if it must be replaced, whatever its age. */
  readonly unfit: Replacement | null;
  /** The markets that it covers; `null` if it covers the whole account. */
  readonly covered: readonly MarketSymbol[] | null;
}

/** What the next step depends on. */
export interface HoldingState {
  readonly stream: StreamState | null;
  readonly isWanted: boolean;
  readonly markets: readonly MarketSymbol[];
  /** When `isWanted` or `markets` change without a change of orders. */
  readonly demandChangesAt: number;
  /** No attempt should be made before this time, because one has just failed. */
  readonly retryAt: number;
}

/** The next step of the holder of an account's stream. */
export type HoldingStep =
  | { readonly kind: 'connect' }
  | { readonly kind: 'close' }
  | { readonly kind: 'forget'; readonly reason: string }
  | { readonly kind: 'replace'; readonly reason: Replacement }
  | { readonly kind: 'extend' }
  | { readonly kind: 'cover'; readonly markets: readonly MarketSymbol[] }
  | { readonly kind: 'wait'; readonly until: number };

/** Decides the next step of the holder of an account's stream (S7). */
export function nextStep(holding: HoldingState, now: number): HoldingStep {
  const { stream, isWanted, markets, retryAt, demandChangesAt } = holding;
  const mayOpen = now >= retryAt;
  if (!stream) {
    if (isWanted && mayOpen) return { kind: 'connect' };
    return { kind: 'wait', until: isWanted ? retryAt : demandChangesAt };
  }
  if (stream.lost !== null) return { kind: 'forget', reason: stream.lost };
  if (!isWanted) return { kind: 'close' };
  const replacement = replacementOf(stream, now);
  if (replacement && mayOpen) return { kind: 'replace', reason: replacement };
  if (!replacement && now >= stream.renewAt) return { kind: 'extend' };
  // A connection that will be replaced keeps its list: the next one opens with the current list.
  if (!replacement && stream.covered && !isSame(stream.covered, markets)) {
    return { kind: 'cover', markets };
  }
  const due = replacement ? retryAt : Math.min(stream.renewAt, stream.endsAt);
  return { kind: 'wait', until: Math.min(due, demandChangesAt) };
}

function replacementOf(stream: StreamState, now: number): Replacement | null {
  if (stream.unfit) return stream.unfit;
  if (now >= stream.endsAt) return 'end of life';
  return now >= stream.renewAt && !stream.isExtendable ? 'renewal' : null;
}

function isSame(one: readonly MarketSymbol[], other: readonly MarketSymbol[]): boolean {
  return one.length === other.length && one.every((symbol, index) => symbol === other[index]);
}

/** Returns whether a list of markets contains one that another list lacks. */
export function hasGrown(
  from: readonly MarketSymbol[] | null,
  to: readonly MarketSymbol[] | null,
): boolean {
  return from !== null && to !== null && to.some((symbol) => !from.includes(symbol));
}
