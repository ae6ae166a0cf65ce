import { z } from 'zod';
import { limitControl, type LimitControl } from '../../../server/rest-api.js';
import { KoreanError } from './errors.js';

const BLOCK_MS = 60_000;
/** How many requests past a second's limit turn a warning into a block. */
const PATIENCE = 30;

/** What is counted: calls for orders, other calls of accounts, open calls; and the streams' doings. */
export type CallGroup = 'order' | 'exchange' | 'quotation' | 'connect' | 'message';

/** How many there may be in a second of each group. */
export type SecondLimits = Readonly<Record<CallGroup, number>>;

interface Count {
  readonly second: number;
  used: number;
}

/** Counts calls per group and sender, in windows of one second of the clock. */
export class RateLimits {
  readonly #counts = new Map<string, Count>();
  readonly #blockedUntil = new Map<string, number>();

  /** `labels` are the groups' names in the header that tells what is left, where there is one. */
  constructor(
    public limits: SecondLimits,
    private readonly labels: Readonly<Partial<Record<CallGroup, string>>>,
  ) {}

  /** Counts a call and returns the headers that report what is left; throws when over the limit. */
  spend(group: CallGroup, sender: string, now: number): Record<string, string> {
    const blockedUntil = this.#blockedUntil.get(sender) ?? 0;
    if (blockedUntil > now) throw blocked(Math.ceil((blockedUntil - now) / 1000));
    const count = this.#count(`${group} ${sender}`, Math.floor(now / 1000));
    count.used += 1;
    const limit = this.limits[group];
    if (count.used > limit + PATIENCE) {
      this.#blockedUntil.set(sender, now + BLOCK_MS);
      throw blocked(BLOCK_MS / 1000);
    }
    if (count.used > limit) throw tooMany(1, this.#headers(group, 0));
    return this.#headers(group, limit - count.used);
  }

  #count(key: string, second: number): Count {
    const known = this.#counts.get(key);
    if (known?.second === second) return known;
    const fresh = { second, used: 0 };
    this.#counts.set(key, fresh);
    return fresh;
  }

  #headers(group: CallGroup, left: number): Record<string, string> {
    const label = this.labels[group];
    // `min` means nothing any more, and is sent all the same.
    return label ? { 'remaining-req': `group=${label}; min=1800; sec=${left}` } : {};
  }
}

/** Returns the error for a sender who asked too much in one second. */
export function tooMany(
  retryAfter: number,
  headers: Readonly<Record<string, string>> = {},
): KoreanError {
  const all = { 'retry-after': String(retryAfter), ...headers };
  return new KoreanError(429, 'too_many_requests', 'Too many API requests.', all);
}

/** Returns the error for a sender who went on asking; the text says how long the block lasts. */
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

/** Lets the control interface change limits; a group it does not name keeps its own. */
export function controlOf(rates: RateLimits): LimitControl {
  return limitControl(schema, (wanted) => {
    const told = Object.entries(wanted).filter(([, limit]) => limit !== undefined);
    rates.limits = { ...rates.limits, ...Object.fromEntries(told) };
    return rates.limits;
  });
}
