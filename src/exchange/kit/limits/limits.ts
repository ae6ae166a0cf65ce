import type { AnsweredCall } from '../ccxt-client.js';
import type { ExchangeFailure } from '../../failure.js';

/**
 * Who goes first when the limits are nearly used up: first placing and cancelling, then checking
 * how orders stand, then comparing in the background, then reading long lists.
 */
export type Priority = 'order' | 'verify' | 'background' | 'scan';

/** What an exchange counts together: everything behind one address, or one account. */
export type LimitScope = 'address' | 'account';

export interface Limit {
  readonly scope: LimitScope;
  /** What is counted, in the adapter's words (`weight`, `orders`). Each call costs some of it. */
  readonly group: string;
  readonly windowMs: number;
  readonly limit: number;
}

/** What an answer says about a limit. It includes everybody's use, even that of other programs. */
export interface LimitReading extends Limit {
  readonly used: number;
  /** When the window ends, by this machine's clock. */
  readonly resetsAt: number;
}

/** The expected cost of a call, by group. */
export type Costs = Readonly<Record<string, number>>;

/** Which calls must not be made after an exchange has turned one away. */
export interface Silence {
  readonly scope: LimitScope;
  /** Calls that cost something in these groups are not made. */
  readonly groups: readonly string[] | 'all';
  /** Used if the exchange names no duration. Without it: a second, doubled each time. */
  readonly usualMs?: number;
}

/** How one exchange counts calls. */
export interface LimitRules {
  /**
   * Whether what is counted by address includes the calls for all markets of the exchange there.
   * Absent if each market counts its own.
   */
  readonly countsMarketsTogether?: boolean;
  /** Returns the limits as far as they are known. A new array means that they have changed. */
  limits(): readonly Limit[];
  /** Returns the cost of a call that names none of its own. */
  usualCosts(priority: Priority): Costs;
  /** Returns what an answer's headers say. */
  read(answer: AnsweredCall, now: number): readonly LimitReading[];
  /** Returns `null` when the failure has nothing to do with limits. */
  silenceAfter(failure: ExchangeFailure, costs: Costs): Silence | null;
  /**
   * Asks the exchange for its limits again, in case they were raised. Absent if it does not name
   * them.
   */
  renew?(): Promise<void>;
}

/** Why a call has to wait, and the minimum time. */
export interface Wait {
  readonly ms: number;
  /** True if the exchange asked for the pause; false if the known limits leave no room. */
  readonly isPause: boolean;
  /** Completes the sentence "not asked, since …". */
  readonly reason: string;
}

/** Returns a limit on an account's calls per second. */
export function perSecond(group: string, limit: number): Limit {
  return { scope: 'account', group, windowMs: 1_000, limit };
}

/** Returns the longer of two waits. */
export function longer(one: Wait | null, other: Wait | null): Wait | null {
  if (!one || !other) return one ?? other;
  return other.ms > one.ms ? other : one;
}

/** Formats milliseconds as whole seconds for people, rounded up. */
export function inSeconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
