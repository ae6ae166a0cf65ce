import type { MarketSymbol } from '../domain/symbol.js';

/** Why a connection makes way for the next one, which is opened before it is closed. */
export type Replacement =
  /** Its key or signature is renewed by connecting anew. */
  | 'renewal'
  /** Exchanges close every stream at 24 h; we go first, while nothing is wrong. */
  | 'end of life'
  /** Its life could not be extended. */
  | 'renewal failed'
  /** It did not take the new list of markets. */
  | 'not covering'
  /** The account's key or addresses are others now. */
  | 'account changed';

/** An open connection, as far as the next step depends on it. */
export interface StreamState {
  /** Why it is gone; `null` while it is live. */
  readonly lost: string | null;
  readonly renewAt: number;
  readonly endsAt: number;
  /** Whether it is renewed as it is; otherwise by the next connection. */
  readonly isExtendable: boolean;
  /** Set when it must make way whatever its age. */
  readonly unfit: Replacement | null;
  /** The markets that it covers; `null` when it covers the whole account. */
  readonly covered: readonly MarketSymbol[] | null;
}

/** What the next step depends on. */
export interface HoldingState {
  readonly stream: StreamState | null;
  readonly isWanted: boolean;
  readonly markets: readonly MarketSymbol[];
  /** When `isWanted` or `markets` change although no order does. */
  readonly demandChangesAt: number;
  /** Before this nothing is opened: an attempt has just failed. */
  readonly retryAt: number;
}

/** What the holder of an account's stream does next. */
export type HoldingStep =
  | { readonly kind: 'connect' }
  | { readonly kind: 'close' }
  | { readonly kind: 'forget'; readonly reason: string }
  | { readonly kind: 'replace'; readonly reason: Replacement }
  | { readonly kind: 'extend' }
  | { readonly kind: 'cover'; readonly markets: readonly MarketSymbol[] }
  | { readonly kind: 'wait'; readonly until: number };

/** Decides what the holder of an account's stream does now (S7). */
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
  // One that must make way keeps its list: the next one opens with the present list.
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

/** Tells whether a list of markets has one that another has not. */
export function hasGrown(
  from: readonly MarketSymbol[] | null,
  to: readonly MarketSymbol[] | null,
): boolean {
  return from !== null && to !== null && to.some((symbol) => !from.includes(symbol));
}
