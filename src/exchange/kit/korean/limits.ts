import type { ExchangeFailure } from '../../failure.js';
import type { AnsweredCall } from '../ccxt-client.js';
import {
  perSecond,
  type Costs,
  type Limit,
  type LimitReading,
  type LimitRules,
  type Priority,
  type Silence,
} from '../limits/limits.js';

/** Used when a block does not say how long it lasts. */
const USUAL_BLOCK_MS = 60_000;

/** How many calls of each group an account may make in a second, at least. */
export type GroupLimits = Readonly<Record<string, number>>;

/** The cost of calls that name none of their own. */
const usual: Readonly<Record<Priority, Costs>> = {
  order: { order: 1 },
  verify: { default: 1 },
  background: { default: 1 },
  scan: { default: 1 },
};

/**
 * Both exchanges count calls by account, group and second. Answers of one of them report how many
 * calls are left, but not the limit. It is then taken to be the most calls that were ever left
 * after a call, plus that call, if that is more than is documented.
 */
export class KoreanLimitRules implements LimitRules {
  #limits: readonly Limit[];
  readonly #most: Map<string, number>;

  constructor(groups: GroupLimits) {
    this.#most = new Map(Object.entries(groups));
    this.#limits = Object.entries(groups).map(([group, limit]) => perSecond(group, limit));
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
    const limit = perSecond(group, this.#learn(group, left + 1));
    return [{ ...limit, used: limit.limit - left, resetsAt: now + limit.windowMs }];
  }

  silenceAfter({ details }: ExchangeFailure, costs: Costs): Silence | null {
    const { httpStatus, code } = details;
    if (httpStatus === 418) return { scope: 'account', groups: 'all', usualMs: USUAL_BLOCK_MS };
    const isTooMuch = httpStatus === 429 || code === 'too_many_requests';
    return isTooMuch ? { scope: 'account', groups: Object.keys(costs) } : null;
  }

  #learn(group: string, atLeast: number): number {
    const before = this.#most.get(group) ?? 0;
    if (atLeast <= before) return before;
    this.#most.set(group, atLeast);
    this.#limits = this.#limits.map((each) =>
      each.group === group ? perSecond(group, atLeast) : each,
    );
    return atLeast;
  }
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
