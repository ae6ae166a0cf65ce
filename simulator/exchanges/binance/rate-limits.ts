import { z } from 'zod';
import { limitControl, type LimitControl } from '../../control/exchange-controls.js';
import { Blocks, WindowCounts } from '../kit/usage.js';
import { errors } from './errors.js';
import type { BinanceMarket } from './markets.js';

const MINUTE = 60_000;
const BAN_MS = 2 * MINUTE;
/** How much weight beyond the limit turns a refusal into a ban. */
const PATIENCE = 1000;

export interface OrderLimit {
  readonly interval: 'SECOND' | 'MINUTE' | 'DAY';
  readonly intervalNum: number;
  readonly limit: number;
}

export interface BinanceLimits {
  readonly weightPerMinute: number;
  readonly orders: readonly OrderLimit[];
}

/** The limits that Binance publishes. Accounts in good standing may have more. */
export const BINANCE_LIMITS: Readonly<Record<BinanceMarket, BinanceLimits>> = {
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

/** Counts request weight per address and orders per account, in windows aligned to the clock. */
export class BinanceRateLimits {
  readonly #weights = new WindowCounts();
  readonly #orders = new WindowCounts();
  readonly #bans = new Blocks();
  /** How many requests were refused since the start, those during a ban included. */
  turnedAway = 0;

  constructor(public limits: BinanceLimits) {}

  /** Adds a request's weight and returns the headers that report it. Throws if over the limit. */
  spendWeight(peer: string, weight: number, now: number): Record<string, string> {
    return this.#counting(() => this.#spendWeight(peer, weight, now));
  }

  /** Counts an order and returns the headers that report the counts. Throws if over a limit. */
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
    const bannedUntil = this.#bans.endOf(peer, now);
    if (bannedUntil !== undefined) {
      throw errors.banned(bannedUntil, secondsUntil(bannedUntil, now));
    }
    const count = this.#weights.in(Math.floor(now / MINUTE), peer);
    count.used += weight;
    const { weightPerMinute } = this.limits;
    if (count.used > weightPerMinute + PATIENCE) {
      this.#bans.add(peer, now + BAN_MS);
      throw errors.banned(now + BAN_MS, BAN_MS / 1000);
    }
    if (count.used > weightPerMinute) {
      const nextWindow = (count.window + 1) * MINUTE;
      throw errors.tooManyRequests(weightPerMinute, secondsUntil(nextWindow, now));
    }
    return { 'x-mbx-used-weight-1m': String(count.used) };
  }

  #countOrder(apiKey: string, now: number): Record<string, string> {
    const counted = this.limits.orders.map((limit, index) => {
      const count = this.#orders.in(Math.floor(now / lengthOf(limit)), `${apiKey} ${index}`);
      return { ...limit, count };
    });
    for (const { limit, interval, intervalNum, count } of counted) {
      if (count.used < limit) continue;
      const nextWindow = (count.window + 1) * lengthOf({ interval, intervalNum });
      throw errors.tooManyOrders(
        limit,
        `${intervalNum} ${interval}`,
        secondsUntil(nextWindow, now),
      );
    }
    const headers: Record<string, string> = {};
    for (const { interval, intervalNum, count } of counted) {
      count.used += 1;
      const name = `x-mbx-order-count-${intervalNum}${interval.charAt(0).toLowerCase()}`;
      headers[name] = String(count.used);
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

/** Returns the control of a market's limits. */
export function controlOf(rateLimits: BinanceRateLimits): LimitControl {
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

function lengthOf({ interval, intervalNum }: Pick<OrderLimit, 'interval' | 'intervalNum'>): number {
  return UNIT_MS[interval] * intervalNum;
}

function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
