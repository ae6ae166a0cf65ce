import type { ExchangeFailure } from '../../failure.js';
import type { AnsweredCall } from '../ccxt-client.js';
import {
  perSecond,
  type Costs,
  type Limit,
  type LimitReading,
  type LimitRules,
  type LimitScope,
  type Priority,
  type Silence,
} from '../limits/limits.js';

/** Used when a block does not say how long it lasts. */
const USUAL_BLOCK_MS = 60_000;

/**
 * How many calls of each group may be made in a second, at least. By account: new orders (and what
 * the exchange counts with them), and all other signed calls; by address: prices.
 */
export type GroupLimits = Readonly<Record<'order' | 'default' | 'quotation', number>>;

/** What a price costs. */
export const PRICE_COSTS: Costs = { quotation: 1 };

/** The cost of calls that name none of their own. */
const usual: Readonly<Record<Priority, Costs>> = {
  order: { order: 1 },
  verify: { default: 1 },
  background: { default: 1 },
  scan: { default: 1 },
};

/**
 * Both exchanges count calls by group and second: signed ones by account, and prices by address.
 * What is turned away in one of the two says nothing about the other. Answers of one of them report
 * how many calls are left, but not the limit. It is then taken to be the most calls that were ever
 * left after a call, plus that call, if that is more than is documented.
 */
export class KoreanLimitRules implements LimitRules {
  #limits: readonly Limit[];
  readonly #most: Map<string, number>;

  constructor(groups: GroupLimits) {
    const entries = Object.entries(groups);
    this.#most = new Map(entries);
    this.#limits = entries.map(([group, limit]) => limitOf(group, limit));
  }

  limits(): readonly Limit[] {
    return this.#limits;
  }

  usualCosts(priority: Priority): Costs {
    return usual[priority];
  }

  read({ headers }: AnsweredCall, now: number): LimitReading[] {
    const remaining = readRemaining(headers['remaining-req']);
    if (!remaining || !this.#limits.some(({ group }) => group === remaining.group)) return [];
    const { group, left } = remaining;
    const limit = limitOf(group, this.#learn(group, left + 1));
    return [{ ...limit, used: limit.limit - left, resetsAt: now + limit.windowMs }];
  }

  silenceAfter({ details }: ExchangeFailure, costs: Costs): Silence | null {
    const { httpStatus, code } = details;
    const groups = Object.keys(costs);
    const scope = groups.some((group) => scopeOf(group) === 'address') ? 'address' : 'account';
    if (httpStatus === 418) {
      // Whoever asks for prices in vain may still cancel orders.
      return { scope, groups: scope === 'address' ? groups : 'all', usualMs: USUAL_BLOCK_MS };
    }
    const isTooMuch = httpStatus === 429 || code === 'too_many_requests';
    return isTooMuch ? { scope, groups } : null;
  }

  #learn(group: string, atLeast: number): number {
    const before = this.#most.get(group) ?? 0;
    if (atLeast <= before) return before;
    this.#most.set(group, atLeast);
    this.#limits = this.#limits.map((each) =>
      each.group === group ? limitOf(group, atLeast) : each,
    );
    return atLeast;
  }
}

function limitOf(group: string, limit: number): Limit {
  return { ...perSecond(group, limit), scope: scopeOf(group) };
}

function scopeOf(group: string): LimitScope {
  return group in PRICE_COSTS ? 'address' : 'account';
}

/** Reads `group=order; min=1800; sec=7`. `min` is no longer a limit. */
export function readRemaining(header = ''): { group: string; left: number } | null {
  const fields: Record<string, string> = {};
  for (const field of header.split(';')) {
    const [name = '', value = ''] = field.split('=');
    fields[name.trim()] = value.trim();
  }
  const { group, sec: left = '' } = fields;
  if (!group || !/^\d+$/.test(left)) return null;
  return { group, left: Number(left) };
}
