import type { AnsweredCall } from '../ccxt-client.js';
import type { ExchangeFailure } from '../../failure.js';

/**
 * Who goes first when the limits are nearly used up: placing and cancelling, then finding out how
 * orders stand, then comparing in the background.
 */
export type Priority = 'order' | 'verify' | 'background';

/** Whom an exchange counts: everybody behind one address, or one account. */
export type LimitScope = 'address' | 'account';

export interface Limit {
  readonly scope: LimitScope;
  /** What is counted, in the adapter's words (`weight`, `orders`). Calls cost some of it. */
  readonly group: string;
  readonly windowMs: number;
  readonly limit: number;
}

/** What an answer says of a limit. It holds everybody's use, other programs' too. */
export interface LimitReading extends Limit {
  readonly used: number;
  /** When the window ends, by this machine's clock. */
  readonly resetsAt: number;
}

/** What a call is expected to cost, by group. */
export type Costs = Readonly<Record<string, number>>;

/** Who must not ask after an exchange has turned a call away. */
export interface Silence {
  readonly scope: LimitScope;
  /** Calls that cost something of these are not made. */
  readonly groups: readonly string[] | 'all';
  /** For how long where the exchange does not say; without it a second, twice as long each time. */
  readonly usualMs?: number;
}

/** How one exchange counts. */
export interface LimitRules {
  /** The limits as far as they are known; another list when they have changed. */
  limits(): readonly Limit[];
  /** What a call costs that names no costs of its own. */
  usualCosts(priority: Priority): Costs;
  /** What an answer's headers say. */
  read(answer: AnsweredCall, now: number): readonly LimitReading[];
  /** Returns `null` when the failure has nothing to do with limits. */
  silenceAfter(failure: ExchangeFailure, costs: Costs): Silence | null;
  /** Asks the exchange for its limits anew, where it names them: they may have been raised. */
  renew?(): Promise<void>;
}

/** Why a call has to wait, and how long at least. */
export interface Wait {
  readonly ms: number;
  /** The exchange wants it; else the limits leave no room as far as they are known. */
  readonly isPause: boolean;
  /** Fits behind "not asked, since". */
  readonly reason: string;
}

/** Returns a limit of an account's calls by the second. */
export function perSecond(group: string, limit: number): Limit {
  return { scope: 'account', group, windowMs: 1_000, limit };
}

/** Returns the longer of two waits. */
export function longer(one: Wait | null, other: Wait | null): Wait | null {
  if (!one || !other) return one ?? other;
  return other.ms > one.ms ? other : one;
}

/** Milliseconds as whole seconds for people, never less than the truth. */
export function inSeconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
