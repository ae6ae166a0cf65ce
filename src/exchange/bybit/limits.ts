import type { MarketType } from '../../domain/order.js';
import type { ExchangeFailure } from '../failure.js';
import type { AnsweredCall } from '../kit/ccxt-client.js';
import {
  perSecond,
  type Costs,
  type Limit,
  type LimitReading,
  type LimitRules,
  type Priority,
  type Silence,
} from '../kit/limits/limits.js';

/** All requests are also counted by address; no header reports that count. */
const REQUESTS: Limit = { scope: 'address', group: 'requests', windowMs: 5_000, limit: 600 };
const ORDERS_A_SECOND: Readonly<Record<MarketType, number>> = { SPOT: 20, FUTURES: 10 };

/** The cost of a public call: those are counted by address only. */
export const PUBLIC_COSTS: Costs = { [REQUESTS.group]: 1 };

const usual: Readonly<Record<Priority, Costs>> = {
  order: bybitCosts('/v5/order/create'),
  verify: bybitCosts('/v5/order/realtime'),
  background: bybitCosts('/v5/order/realtime'),
  scan: bybitCosts('/v5/execution/list'),
};

/** Returns the cost of a signed call. Each path has its own limit by account. */
export function bybitCosts(path: string): Costs {
  return { ...PUBLIC_COSTS, [groupOf(path)]: 1 };
}

/**
 * Bybit counts each kind of call by account and second, and reports in every answer how much is
 * left. An account's own limits may be higher than the published ones. Source:
 * bybit-exchange.github.io, "Rate Limit Rules".
 */
export class BybitLimitRules implements LimitRules {
  /** Spot and contracts are on one server, which bars the address for both. */
  readonly countsMarketsTogether = true;
  readonly #limits: readonly Limit[];

  constructor(marketType: MarketType) {
    const orders = ORDERS_A_SECOND[marketType];
    this.#limits = [
      REQUESTS,
      byPath('/v5/order/create', orders),
      byPath('/v5/order/cancel', orders),
      byPath('/v5/order/realtime', 50),
      byPath('/v5/order/history', 50),
      byPath('/v5/execution/list', 50),
    ];
  }

  limits(): readonly Limit[] {
    return this.#limits;
  }

  usualCosts(priority: Priority): Costs {
    return usual[priority];
  }

  read(answer: AnsweredCall, now: number): LimitReading[] {
    return readBybitLimits(answer, now);
  }

  silenceAfter({ details }: ExchangeFailure, costs: Costs): Silence | null {
    const { httpStatus, code } = details;
    // This kind of call was made too often.
    if (code === '10006') {
      return { scope: 'account', groups: Object.keys(costs).filter(isByAccount) };
    }
    if (code === '170005') return { scope: 'account', groups: [groupOf('/v5/order/create')] };
    if (code === '170222' || code === '10429') return { scope: 'account', groups: 'all' };
    if (httpStatus === 429) return { scope: 'address', groups: 'all' };
    // The address sent too many requests. The exchange says how long it is barred; a firewall's
    // page does not, so the pause grows with each attempt. A refusal with a code is about the
    // request or its key.
    const isBlocked = httpStatus === 403 && code === undefined;
    return isBlocked ? { scope: 'address', groups: 'all' } : null;
  }
}

/**
 * Reads `X-Bapi-Limit`, `X-Bapi-Limit-Status` (what is left) and `X-Bapi-Limit-Reset-Timestamp`.
 * The last is the end of the window only when nothing is left; otherwise it is the present time.
 */
export function readBybitLimits({ headers, path }: AnsweredCall, now: number): LimitReading[] {
  const [limit, left] = [headers['x-bapi-limit'], headers['x-bapi-limit-status']].map(integer);
  if (limit === undefined || left === undefined) return [];
  const ofPath = byPath(path, limit);
  const latest = now + ofPath.windowMs;
  const named = integer(headers['x-bapi-limit-reset-timestamp']) ?? 0;
  // Bybit's clock may differ from ours, but a window never lasts longer than a second.
  const isNamed = left === 0 && named > now && named < latest;
  return [{ ...ofPath, used: Math.max(limit - left, 0), resetsAt: isNamed ? named : latest }];
}

function byPath(path: string, limit: number): Limit {
  return perSecond(groupOf(path), limit);
}

/** `/v5/order/create` is counted as `order/create`. */
function groupOf(path: string): string {
  return path.replace(/^\/v5\//, '');
}

function isByAccount(group: string): boolean {
  return group !== REQUESTS.group;
}

function integer(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
