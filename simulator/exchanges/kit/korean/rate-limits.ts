import { z } from 'zod';
import { limitControl, type LimitControl } from '../../../control/exchange-controls.js';
import { Blocks, WindowCounts } from '../usage.js';
import { KoreanError } from './errors.js';

const BLOCK_MS = 60_000;
/** How many requests beyond a second's limit turn a refusal into a block. */
const PATIENCE = 30;

/** What is counted: calls about orders, other signed calls, open calls, and two uses of streams. */
export type CallGroup = 'order' | 'exchange' | 'quotation' | 'connect' | 'message';

/** How many uses of each group are allowed in a second. */
export type SecondLimits = Readonly<Record<CallGroup, number>>;

/** Counts calls by group and sender, in windows of one second that are aligned to the clock. */
export class KoreanRateLimits {
  readonly #counts = new WindowCounts();
  readonly #blocks = new Blocks();

  /** `labels` are the groups' names in the header that reports what is left, if there is one. */
  constructor(
    public limits: SecondLimits,
    private readonly labels: Readonly<Partial<Record<CallGroup, string>>>,
  ) {}

  /** Counts a call and returns the headers that report what is left. Throws if over the limit. */
  spend(group: CallGroup, sender: string, now: number): Record<string, string> {
    const blockedUntil = this.#blocks.endOf(sender, now);
    if (blockedUntil !== undefined) throw blocked(Math.ceil((blockedUntil - now) / 1000));
    const count = this.#counts.in(Math.floor(now / 1000), `${group} ${sender}`);
    count.used += 1;
    const limit = this.limits[group];
    if (count.used > limit + PATIENCE) {
      this.#blocks.add(sender, now + BLOCK_MS);
      throw blocked(BLOCK_MS / 1000);
    }
    if (count.used > limit) throw tooMany(1, this.#headers(group, 0));
    return this.#headers(group, limit - count.used);
  }

  #headers(group: CallGroup, left: number): Record<string, string> {
    const label = this.labels[group];
    // `min` no longer means anything, but is still sent.
    return label ? { 'remaining-req': `group=${label}; min=1800; sec=${left}` } : {};
  }
}

/** Returns the error for a sender with too many requests in one second. */
export function tooMany(
  retryAfter: number,
  headers: Readonly<Record<string, string>> = {},
): KoreanError {
  const all = { 'retry-after': String(retryAfter), ...headers };
  return new KoreanError(429, 'too_many_requests', 'Too many API requests.', all);
}

/** Returns the error for a sender who did not stop then. Its text says how long the block lasts. */
export function blocked(retryAfter: number): KoreanError {
  const message = `Too many API requests; blocked for ${retryAfter} seconds.`;
  return new KoreanError(418, 'too_many_requests', message, { 'retry-after': String(retryAfter) });
}

const count = z.number().int().positive();
const schema = z
  .strictObject({
    order: count,
    exchange: count,
    quotation: count,
    connect: count,
    message: count,
  })
  .partial();

/** Returns the control of the limits. A group that a call does not name keeps its limit. */
export function controlOf(rates: KoreanRateLimits): LimitControl {
  return limitControl(schema, (wanted) => {
    const given = Object.entries(wanted).filter(([, limit]) => limit !== undefined);
    rates.limits = { ...rates.limits, ...Object.fromEntries(given) };
    return rates.limits;
  });
}
