import { z } from 'zod';
import { limitControl, type LimitControl } from '../../control/exchange-controls.js';
import { Blocks, WindowCounts } from '../kit/usage.js';
import type { Category } from './categories.js';
import { AddressBlocked, errors } from './errors.js';

const SECOND = 1000;
const ADDRESS_WINDOW_MS = 5 * SECOND;
const BLOCK_MS = 10 * 60 * SECOND;

/** How many calls an account may make in a second, by kind of call. */
export interface CategoryLimits {
  readonly createPerSecond: number;
  readonly cancelPerSecond: number;
  readonly readPerSecond: number;
}

export interface BybitLimits extends Readonly<Record<Category, CategoryLimits>> {
  /** Requests from one address in five seconds, of whatever kind. */
  readonly requestsPer5s: number;
}

/** The limits that Bybit publishes. Accounts in good standing may have more. */
export const BYBIT_LIMITS: BybitLimits = {
  spot: { createPerSecond: 20, cancelPerSecond: 20, readPerSecond: 50 },
  linear: { createPerSecond: 10, cancelPerSecond: 10, readPerSecond: 50 },
  requestsPer5s: 600,
};

/** The kinds of calls that are counted separately. */
export type LimitGroup = 'create' | 'cancel' | 'read';

/** Counts calls by account and kind, and requests by address, in windows aligned to the clock. */
export class BybitRateLimits {
  readonly #calls = new WindowCounts();
  readonly #requests = new WindowCounts();
  readonly #blocks = new Blocks();

  constructor(public limits: BybitLimits) {}

  /** Counts a request from an address. Throws if there are too many, and then for ten minutes. */
  countRequest(peer: string, now: number): void {
    if (this.#blocks.endOf(peer, now) !== undefined) throw new AddressBlocked();
    const count = this.#requests.in(Math.floor(now / ADDRESS_WINDOW_MS), peer);
    count.used += 1;
    if (count.used > this.limits.requestsPer5s) {
      this.#blocks.add(peer, now + BLOCK_MS);
      throw new AddressBlocked();
    }
  }

  /** Counts a call and returns the headers that report the count. Throws if over the limit. */
  countCall(
    apiKey: string,
    category: Category,
    group: LimitGroup,
    now: number,
  ): Record<string, string> {
    const limit = this.limits[category][`${group}PerSecond`];
    const count = this.#calls.in(Math.floor(now / SECOND), `${apiKey} ${category} ${group}`);
    count.used += 1;
    const isOver = count.used > limit;
    const headers = {
      'x-bapi-limit': String(limit),
      'x-bapi-limit-status': String(Math.max(0, limit - count.used)),
      'x-bapi-limit-reset-timestamp': String(isOver ? (count.window + 1) * SECOND : now),
    };
    if (isOver) throw errors.tooManyVisits(headers);
    return headers;
  }

  /** Changes the limits and ends all blocks of addresses. */
  change(limits: BybitLimits): void {
    this.limits = limits;
    this.#blocks.clear();
  }
}

const perSecond = z.number().int().positive().optional();
const limitsSchema = z.strictObject({
  createPerSecond: perSecond,
  cancelPerSecond: perSecond,
  readPerSecond: perSecond,
  /** For both categories: addresses have one limit. */
  requestsPer5s: perSecond,
});

/** Returns the control of a category's limits. */
export function controlOf(rateLimits: BybitRateLimits, category: Category): LimitControl {
  return limitControl(limitsSchema, (wanted) => {
    const { limits } = rateLimits;
    const { requestsPer5s = limits.requestsPer5s } = wanted;
    const before = limits[category];
    const after: CategoryLimits = {
      createPerSecond: wanted.createPerSecond ?? before.createPerSecond,
      cancelPerSecond: wanted.cancelPerSecond ?? before.cancelPerSecond,
      readPerSecond: wanted.readPerSecond ?? before.readPerSecond,
    };
    rateLimits.change({ ...limits, [category]: after, requestsPer5s });
    return { ...after, requestsPer5s };
  });
}
