import { z } from 'zod';
import { limitControl, type LimitControl } from '../../server/rest-api.js';
import type { BinanceMarket } from './markets.js';
import { errors } from './errors.js';

const MINUTE = 60_000;
const BAN_MS = 2 * MINUTE;
/** How much weight past the limit turns a warning into a ban. */
const PATIENCE = 1000;

export interface OrderLimit {
  readonly interval: 'SECOND' | 'MINUTE' | 'DAY';
  readonly intervalNum: number;
  readonly limit: number;
}

export interface Limits {
  readonly weightPerMinute: number;
  readonly orders: readonly OrderLimit[];
}

/** The limits Binance publishes; accounts of good standing may have more. */
export const BINANCE_LIMITS: Readonly<Record<BinanceMarket, Limits>> = {
  spot: {
    weightPerMinute: 6000,
    orders: [
      { interval: 'SECOND', intervalNum: 10, limit: 50 },
      { interval: 'DAY', intervalNum: 1, limit: 160_000 },
    ],
  },
  futures: {
    weightPerMinute: 2400,
    orders: [
      { interval: 'SECOND', intervalNum: 10, limit: 300 },
      { interval: 'MINUTE', intervalNum: 1, limit: 1200 },
    ],
  },
};

const UNIT_MS = { SECOND: 1000, MINUTE, DAY: 24 * 60 * MINUTE } as const;

interface Count {
  window: number;
  used: number;
}

/** Counts request weight per address and orders per account, in windows aligned to the clock. */
export class RateLimits {
  readonly #weights = new Map<string, Count>();
  readonly #orders = new Map<string, Count[]>();
  readonly #bannedUntil = new Map<string, number>();
  /** Requests over a limit since the start, banned ones included. */
  turnedAway = 0;

  constructor(public limits: Limits) {}

  /** Adds a request's weight and returns the headers that report it; throws when over the limit. */
  spendWeight(peer: string, weight: number, now: number): Record<string, string> {
    return this.#counting(() => this.#spendWeight(peer, weight, now));
  }

  /** Counts an order and returns the headers that report the counts; throws when there are too many. */
  countOrder(apiKey: string, now: number): Record<string, string> {
    return this.#counting(() => this.#countOrder(apiKey, now));
  }

  #counting<T>(count: () => T): T {
    try {
      return count();
    } catch (error) {
      this.turnedAway += 1;
      throw error;
    }
  }

  #spendWeight(peer: string, weight: number, now: number): Record<string, string> {
    const banned = this.#bannedUntil.get(peer) ?? 0;
    if (banned > now) throw errors.banned(banned, secondsUntil(banned, now));
    const count = countIn(this.#weights.get(peer), Math.floor(now / MINUTE));
    this.#weights.set(peer, count);
    count.used += weight;
    const { weightPerMinute } = this.limits;
    if (count.used > weightPerMinute + PATIENCE) {
      this.#bannedUntil.set(peer, now + BAN_MS);
      throw errors.banned(now + BAN_MS, BAN_MS / 1000);
    }
    if (count.used > weightPerMinute) {
      const nextWindow = (count.window + 1) * MINUTE;
      throw errors.tooManyRequests(weightPerMinute, secondsUntil(nextWindow, now));
    }
    return { 'x-mbx-used-weight-1m': String(count.used) };
  }

  #countOrder(apiKey: string, now: number): Record<string, string> {
    const { orders } = this.limits;
    const before = this.#orders.get(apiKey) ?? [];
    const counts = orders.map((limit, index) =>
      countIn(before[index], Math.floor(now / lengthOf(limit))),
    );
    this.#orders.set(apiKey, counts);
    const headers: Record<string, string> = {};
    for (const [index, limit] of orders.entries()) {
      const count = counts[index];
      if (!count) continue;
      if (count.used >= limit.limit) {
        const nextWindow = (count.window + 1) * lengthOf(limit);
        const name = `${limit.intervalNum} ${limit.interval}`;
        throw errors.tooManyOrders(limit.limit, name, secondsUntil(nextWindow, now));
      }
    }
    for (const [index, { intervalNum, interval }] of orders.entries()) {
      const count = counts[index];
      if (!count) continue;
      count.used += 1;
      headers[`x-mbx-order-count-${intervalNum}${interval.charAt(0).toLowerCase()}`] = String(
        count.used,
      );
    }
    return headers;
  }

  /** Returns the limits as exchangeInfo lists them. */
  describe(): object[] {
    const { weightPerMinute, orders } = this.limits;
    return [
      {
        rateLimitType: 'REQUEST_WEIGHT',
        interval: 'MINUTE',
        intervalNum: 1,
        limit: weightPerMinute,
      },
      ...orders.map((limit) => ({ rateLimitType: 'ORDERS', ...limit })),
    ];
  }
}

const limitsSchema = z.strictObject({
  weightPerMinute: z.number().int().positive().optional(),
  orders: z
    .array(
      z.strictObject({
        interval: z.enum(['SECOND', 'MINUTE', 'DAY']),
        intervalNum: z.number().int().positive(),
        limit: z.number().int().positive(),
      }),
    )
    .optional(),
});

/** Returns what lets the control interface change the limits of a market. */
export function controlOf(rateLimits: RateLimits): LimitControl {
  return limitControl(limitsSchema, ({ weightPerMinute, orders }) => {
    const { limits: before } = rateLimits;
    rateLimits.limits = {
      weightPerMinute: weightPerMinute ?? before.weightPerMinute,
      orders: orders ?? before.orders,
    };
    const { turnedAway } = rateLimits;
    return { ...rateLimits.limits, turnedAway };
  });
}

function countIn(count: Count | undefined, window: number): Count {
  return count?.window === window ? count : { window, used: 0 };
}

function lengthOf({ interval, intervalNum }: OrderLimit): number {
  return UNIT_MS[interval] * intervalNum;
}

function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
