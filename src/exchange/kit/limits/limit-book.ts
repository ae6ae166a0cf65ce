import { LimitCounter } from './limit-counter.js';
import {
  inSeconds,
  longer,
  type Costs,
  type Limit,
  type LimitReading,
  type LimitScope,
  type Silence,
  type Wait,
} from './limits.js';

const ALL = '*';
const SHORTEST_SILENCE_MS = 1_000;
const LONGEST_SILENCE_MS = 64_000;
/** When the exchange turns a call away, a window this full is the likely cause. */
const FULL = 0.9;
const PACED_FROM_MS = 10_000;

/**
 * Everything that is counted for one address or one account, and the pauses that the exchange has
 * asked of it.
 */
export class LimitBook {
  readonly #counters = new Map<string, { group: string; counter: LimitCounter }>();
  readonly #silentUntil = new Map<string, number>();
  #announced: readonly Limit[] | undefined;
  #turnedAway = 0;

  constructor(private readonly scope: LimitScope) {}

  /** Takes over the current limits. What was already used of them stays. */
  announce(limits: readonly Limit[], now: number): void {
    if (limits === this.#announced) return;
    this.#announced = limits;
    const own = limits.filter(({ scope }) => scope === this.scope);
    const keys = new Set(own.map(keyOf));
    for (const key of this.#counters.keys()) if (!keys.has(key)) this.#counters.delete(key);
    for (const limit of own) {
      const known = this.#counters.get(keyOf(limit));
      if (known) known.counter.limit = limit.limit;
      else this.#counters.set(keyOf(limit), this.#open(limit, now));
    }
  }

  learn(reading: LimitReading, now: number): void {
    if (reading.scope !== this.scope) return;
    this.#counters.get(keyOf(reading))?.counter.learn(reading, now);
  }

  /** Returns the minimum wait until a call fits into its share of each limit. */
  waitForRoom(costs: Costs, share: number, now: number): Wait | null {
    let wait: Wait | null = null;
    for (const { group, counter } of this.#countersOf(costs)) {
      if (counter.fits(costs[group] ?? 0, share, now)) continue;
      const ms = counter.resetsAt(now) - now;
      const window = `${group}, ${inSeconds(counter.windowMs)}`;
      const used = `${counter.used(now)} of ${counter.limit} (${window}) are used`;
      const reason = `${used}: not before ${inSeconds(ms)}`;
      wait = longer(wait, { ms, isPause: false, reason });
    }
    return wait;
  }

  /** Returns what is left of a pause that the exchange has asked for. */
  silence(costs: Costs, now: number): Wait | null {
    const until = [ALL, ...Object.keys(costs)].map((group) => this.#silentUntil.get(group) ?? 0);
    const ms = Math.max(...until) - now;
    if (ms <= 0) return null;
    return { ms, isPause: true, reason: `the exchange wants a pause of ${inSeconds(ms)} more` };
  }

  /** Counts a call, before it is sent. Returns a function to call when it has ended. */
  reserve(costs: Costs, now: number): () => void {
    const ends = this.#countersOf(costs).map(({ group, counter }) =>
      counter.reserve(costs[group] ?? 0, now),
    );
    return () => ends.forEach((end) => end());
  }

  /**
   * Blocks the kinds of calls that the exchange has turned away.
   *
   * @param wantedMs how long the exchange wants the pause to last, if it said so
   */
  keepSilent(silence: Silence, wantedMs: number | undefined, now: number): void {
    const { groups, usualMs } = silence;
    const ms = wantedMs ?? usualMs ?? this.#guessPause(groups, now);
    this.#turnedAway += 1;
    for (const group of groups === 'all' ? [ALL] : groups) {
      this.#silentUntil.set(group, Math.max(this.#silentUntil.get(group) ?? 0, now + ms));
    }
  }

  /** Notes that a call succeeded, so that the next pause of unknown length is short again. */
  succeeded(): void {
    this.#turnedAway = 0;
  }

  /**
   * Returns how long it takes to earn a call at the even pace that uses up a share of the limits.
   * Returns `null` if all windows are too short for pacing.
   */
  paceOf(costs: Costs, share: number): { earnMs: number; windowMs: number } | null {
    const [slowest] = this.#countersOf(costs)
      .filter(({ counter }) => counter.windowMs >= PACED_FROM_MS)
      .map(({ group, counter: { limit, windowMs } }) => {
        return { earnMs: ((costs[group] ?? 0) * windowMs) / (limit * share), windowMs };
      })
      .sort((one, other) => other.earnMs - one.earnMs);
    return slowest ?? null;
  }

  #open({ group, limit, windowMs }: Limit, now: number): { group: string; counter: LimitCounter } {
    return { group, counter: new LimitCounter(limit, windowMs, now) };
  }

  #countersOf(costs: Costs): { group: string; counter: LimitCounter }[] {
    return [...this.#counters.values()].filter(({ group }) => (costs[group] ?? 0) > 0);
  }

  /**
   * Returns the time to the end of the full window. If no window is full: a second, doubled each
   * time.
   */
  #guessPause(groups: Silence['groups'], now: number): number {
    const ends = [...this.#counters.values()]
      .filter(({ group }) => groups === 'all' || groups.includes(group))
      .filter(({ counter }) => counter.used(now) >= counter.limit * FULL)
      .map(({ counter }) => counter.resetsAt(now) - now);
    const doubled = Math.min(SHORTEST_SILENCE_MS * 2 ** this.#turnedAway, LONGEST_SILENCE_MS);
    return Math.max(doubled, ...ends);
  }
}

function keyOf({ group, windowMs }: Limit): string {
  return `${group} ${windowMs}`;
}
