import { raiseAlert } from '../../src/alerts/raise-alert.js';
import {
  dropLeftover,
  dropSettledLeftovers,
  noteLeftoverTried,
} from '../../src/books/leftovers.js';
import { AlertCode } from '../../src/domain/alert.js';
import { isOwnId } from '../../src/domain/ids.js';
import type { OrderKey, OrderView } from '../../src/domain/order.js';
import { FORGOTTEN_AFTER_MS } from '../../src/domain/progress.js';
import type { ScanReport } from '../../src/domain/scan-report.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { findClientOrderId } from '../../src/queries/find-client-order-id.js';
import { waitingLeftovers, type LeftoverOrder } from '../../src/queries/leftover-orders.js';
import type { Dependencies } from '../dependencies.js';
import { settle } from '../observe.js';
import { mayBeLost } from '../restore/may-be-lost.js';
import { adoptOrder } from './adopt-order.js';
import { apart } from '../apart.js';

/** How many orders one step looks at. Each costs a few calls, and the exchange has limits. */
const MOST_AT_ONCE = 20;
/** One step looks at orders for so long. */
const LOOK_FOR_MS = 4_000;
/**
 * The fills of one order may fill many pages. They are read for so long, and at each further
 * attempt for twice as long; meanwhile no open orders are compared. At most for so long that a step
 * stays within its 45 s, with what it reads before, the page under way, and the order itself.
 */
const READ_FOR_MS = 5_000;
const READ_FOR_AT_MOST_MS = 20_000;
/** Fills that are missing for longer are told. By then every read has caught up. */
const ALERT_AFTER_MS = 300_000;

/**
 * Looks at orders of which the exchange lists fills that are not recorded. An order of ours is
 * woken and later settled here, an order from outside is adopted. Those that have waited longest
 * come first, and one that cannot be settled keeps no other waiting.
 */
export async function settleLeftovers(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
): Promise<ScanReport> {
  await dropSettledLeftovers(deps.db, accountId);
  const enoughAt = Date.now() + LOOK_FOR_MS;
  const waiting = await waitingLeftovers(deps.db, accountId, MOST_AT_ONCE + 1);
  let looked = 0;
  for (const leftover of waiting.slice(0, MOST_AT_ONCE)) {
    if (Date.now() > enoughAt) break;
    const key = { accountId, ...named(leftover) };
    const step = { activity: 'scanTrades', accountId, subject: leftover.exchangeOrderId };
    const failure = await apart(deps, step, async () => {
      if (await settleOrAdopt(deps, exchange, accountId, leftover))
        await dropLeftover(deps.db, key);
    });
    const { pauseMs } = pauseOf(failure);
    if (pauseMs !== undefined) return { hasMore: true, pauseMs };
    looked += 1;
    await noteLeftoverTried(deps.db, key);
    if (leftover.missingForMs > ALERT_AFTER_MS) await tell(deps, accountId, leftover, 'waits');
  }
  // Those that were looked at before wait for the next scan; reads may lag.
  return { hasMore: waiting.slice(looked).some(({ attempts }) => attempts === 0) };
}

function named({ symbol, exchangeOrderId }: LeftoverOrder) {
  return { symbol, exchangeOrderId };
}

function pauseOf(failure: unknown): { pauseMs?: number } {
  const isPaused = failure instanceof ExchangeFailure && failure.origin === 'paused';
  return isPaused ? { pauseMs: failure.details.retryAfterMs ?? 0 } : {};
}

/**
 * Gets the missing fills of an order recorded. Resolves with whether nothing is left to do; what
 * has only begun is looked at again.
 */
async function settleOrAdopt(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  leftover: LeftoverOrder,
): Promise<boolean> {
  const name = { ...named(leftover), clientOrderId: '' };
  const known = await findClientOrderId(deps.db, accountId, name);
  if (known !== undefined) {
    await wakeOrSettle(deps, exchange, { accountId, clientOrderId: known }, leftover);
    return false;
  }
  const listed = await exchange.fetchOrder(name, { canWait: true });
  if (!listed) {
    // Reads may lag. In the long run, an exchange forgets orders sooner than their fills.
    if (Date.now() - Date.parse(leftover.executedAt) < FORGOTTEN_AFTER_MS) return false;
    await tell(deps, accountId, leftover, 'is not known to the exchange any more');
    return true;
  }
  const { terms, clientOrderId } = listed;
  // Ours: it is being sent right now, or its outcome was deleted by hand. Its request remains.
  const key = { accountId, clientOrderId };
  if (isOwnId(clientOrderId) && (await wakeOrSettle(deps, exchange, key, leftover, listed))) {
    return false;
  }
  if (!terms) {
    await tell(deps, accountId, leftover, 'does not say what was ordered, and is not adopted');
    return true;
  }
  if (!(await mayBeLost(deps, accountId))) await adoptOrder(deps, accountId, listed);
  return false;
}

/**
 * Wakes the order's workflow, which then records the fills. Settles them here when none runs, or
 * when that has not helped. Resolves with whether they are settled.
 */
async function wakeOrSettle(
  deps: Dependencies,
  exchange: ExchangeRest,
  key: OrderKey,
  leftover: LeftoverOrder,
  listed: OrderView | null = null,
): Promise<boolean> {
  const isRunning = await deps.orders.wake(key, 'sync');
  if (isRunning && leftover.attempts === 0) return false;
  const order = { ...named(leftover), clientOrderId: key.clientOrderId };
  const readForMs = Math.min(READ_FOR_MS * 2 ** leftover.attempts, READ_FOR_AT_MOST_MS);
  const fills = await exchange.fetchFills(order, { canWait: true, endBy: Date.now() + readForMs });
  // Only the exchange knows whether these fills end the order.
  const view = listed ?? (await exchange.fetchOrder(order, { canWait: true }));
  const observation = { view, fills, source: 'sync', isListed: true } as const;
  return (await settle(deps, key, observation)) !== undefined;
}

/** Alerts the operator to an order whose fills are listed and cannot be recorded. */
async function tell(
  deps: Dependencies,
  accountId: number,
  { symbol, exchangeOrderId }: LeftoverOrder,
  why: string,
): Promise<void> {
  await raiseAlert(deps.db, {
    accountId,
    clientOrderId: null,
    code: AlertCode.FILL_NOT_PROCESSED,
    subject: `${symbol} ${exchangeOrderId} ${why}`,
    message: `the exchange lists fills of its order ${exchangeOrderId} (${symbol}) that are not recorded: the order ${why}. Compare it with the exchange's own record`,
  });
}
