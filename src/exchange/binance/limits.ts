import { z } from 'zod';
import type { MarketType } from '../../domain/order.js';
import type { ExchangeFailure } from '../failure.js';
import type { AnsweredCall } from '../kit/ccxt-client.js';
import { resetOfWindow } from '../kit/limits/clock-windows.js';
import type { Costs, Limit, LimitReading, LimitRules, Silence } from '../kit/limits/limits.js';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MINUTE = UNIT_MS.m;
/** A ban lasts from two minutes to three days. */
const SHORTEST_BAN_MS = 2 * MINUTE;

/** The cost of each call. Source: exchangeInfo and "IP limits". Orders are counted by account. */
export const COSTS = {
  SPOT: {
    postOrder: { weight: 1, orders: 1 },
    getOrder: { weight: 4 },
    deleteOrder: { weight: 1 },
    getOpenOrders: { weight: 80 },
    getAccountFills: { weight: 20 },
    getFillsOfOrder: { weight: 5 },
    exchangeInfo: { weight: 20 },
  },
  FUTURES: {
    postOrder: { orders: 1 },
    getOrder: { weight: 1 },
    deleteOrder: { weight: 1 },
    getOpenOrders: { weight: 40 },
    getAccountFills: { weight: 5 },
    getFillsOfOrder: { weight: 5 },
    exchangeInfo: { weight: 1 },
  },
} as const satisfies Readonly<Record<MarketType, Readonly<Record<string, Costs>>>>;

/** The cost of the calls of one market. */
export type MarketCosts = (typeof COSTS)[MarketType];

/** The published limits; accounts in good standing may have higher ones. */
const PUBLISHED: Readonly<Record<MarketType, readonly Limit[]>> = {
  SPOT: [weight(6_000), orders(10 * UNIT_MS.s, 50), orders(UNIT_MS.d, 160_000)],
  FUTURES: [weight(2_400), orders(10 * UNIT_MS.s, 300), orders(MINUTE, 1_200)],
};

const rateLimits = z.object({
  rateLimits: z.array(
    z.object({
      rateLimitType: z.string(),
      interval: z.enum(['SECOND', 'MINUTE', 'HOUR', 'DAY']),
      intervalNum: z.number().int().positive(),
      limit: z.number().int().positive(),
    }),
  ),
});

/**
 * Binance counts request weight by address and orders by account. Its windows are aligned to the
 * clock: a one-minute window begins with the minute. Every answer reports how much is used; the
 * limits themselves come with the list of markets. Source: developers.binance.com, "LIMITS" (spot)
 * and "General Info" (USDⓈ-M futures).
 */
export class BinanceLimitRules implements LimitRules {
  #limits: readonly Limit[];

  constructor(marketType: MarketType) {
    this.#limits = PUBLISHED[marketType];
  }

  limits(): readonly Limit[] {
    return this.#limits;
  }

  usualCosts(): Costs {
    return { weight: 1 };
  }

  /**
   * Takes over the limits that `exchangeInfo` names. Limits that it does not name stay unchanged.
   */
  learn(exchangeInfo: unknown): void {
    const parsed = rateLimits.safeParse(exchangeInfo);
    if (!parsed.success) return;
    const named = parsed.data.rateLimits.flatMap((each): Limit[] => {
      const windowMs = each.intervalNum * UNIT_MS[UNITS[each.interval]];
      if (each.rateLimitType === 'REQUEST_WEIGHT') return [weight(each.limit, windowMs)];
      return each.rateLimitType === 'ORDERS' ? [orders(windowMs, each.limit)] : [];
    });
    const groups = new Set(named.map(({ group }) => group));
    const limits = [...named, ...this.#limits.filter(({ group }) => !groups.has(group))];
    if (JSON.stringify(limits) !== JSON.stringify(this.#limits)) this.#limits = limits;
  }

  read({ headers }: AnsweredCall, now: number): LimitReading[] {
    return Object.entries(headers).flatMap(([name, value]) => {
      const [, kind, count = '', unit = 's'] = HEADER.exec(name) ?? [];
      if (kind === undefined || !/^\d+$/.test(value)) return [];
      const group = kind === 'used-weight' ? 'weight' : 'orders';
      const windowMs = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
      const limit = this.#limits.find((each) => each.group === group && each.windowMs === windowMs);
      if (!limit) return [];
      const resetsAt = resetOfWindow(windowMs, headers['date'], now);
      return [{ ...limit, used: Number(value), resetsAt }];
    });
  }

  silenceAfter({ details: { httpStatus, code } }: ExchangeFailure): Silence | null {
    // This account sent too many orders. Its reads and the other accounts are not affected.
    if (code === '-1015') return { scope: 'account', groups: ['orders'] };
    if (httpStatus === 418) return { scope: 'address', groups: 'all', usualMs: SHORTEST_BAN_MS };
    const isTooMuch = httpStatus === 429 || code === '-1003';
    return isTooMuch ? { scope: 'address', groups: 'all' } : null;
  }
}

const HEADER = /^x-mbx-(used-weight|order-count)-(\d+)([smhd])$/;
const UNITS = { SECOND: 's', MINUTE: 'm', HOUR: 'h', DAY: 'd' } as const;

function weight(limit: number, windowMs: number = MINUTE): Limit {
  return { scope: 'address', group: 'weight', windowMs, limit };
}

function orders(windowMs: number, limit: number): Limit {
  return { scope: 'account', group: 'orders', windowMs, limit };
}
