import type { Fill } from '../src/domain/fill.js';
import type { OrderAddress, OrderKey } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import type { ExchangeRest, ReadOptions } from '../src/exchange/exchange.js';
import { ExchangeFailure } from '../src/exchange/failure.js';
import { reachStep } from '../src/observability/steps.js';
import type { Dependencies } from './dependencies.js';
import type { Observation } from '../src/books/observation.js';
import { settleOrder } from '../src/books/settle-order.js';

/**
 * For how long an order's own step reads its fills, at most. Together with a submission (20 s with
 * the market's rules) or a question before it, and the page that is under way at its end, that
 * stays within the time of a step.
 */
const READ_FOR_MS = 15_000;

/**
 * Settles an observation. When the exchange reports more than our executions add up to, fetches the
 * fills and settles again. What the exchange still does not list is inferred from its totals, if
 * the observation allows that. An order that is filled with nothing ends only after a list of its
 * fills that is empty.
 *
 * @param options how the fills may be read; unless it says otherwise, for 15 s
 * @returns `undefined` when no table knows the order
 */
export async function observeOrder(
  deps: Dependencies,
  exchange: ExchangeRest,
  order: OrderAddress,
  observation: Observation,
  options?: ReadOptions,
): Promise<OrderProgress | undefined> {
  const { mayInfer = false, mayEndEmpty = false, ...plain } = observation;
  const first = await settle(deps, order, plain);
  if (!first?.isIncomplete || first.exchangeOrderId === null) return first;
  const named = { ...order, exchangeOrderId: first.exchangeOrderId };
  const fills = await fetchFills(deps, exchange, named, options);
  const listed = { ...plain, fills: fills ?? [], isListed: true };
  const second = listed.fills.length === 0 ? first : await settle(deps, order, listed);
  const isKnownEmpty = mayEndEmpty && fills?.length === 0;
  if (!second?.isIncomplete || !(mayInfer || isKnownEmpty)) return second;
  return settle(deps, order, { ...listed, mayInfer, mayEndEmpty: isKnownEmpty });
}

/**
 * Settles an observation and announces its events. Returns `undefined` when no table knows the
 * order.
 */
export async function settle(
  deps: Dependencies,
  order: OrderKey,
  observation: Observation,
): Promise<OrderProgress | undefined> {
  const settled = await settleOrder(deps.db, order, observation);
  if (!settled) return undefined;
  const { accountId, clientOrderId } = order;
  reachStep({ boundary: 'after-commit', accountId, clientOrderId });
  if (settled.hasEvents) deps.notifyOutbox();
  if (settled.double !== undefined) await endDouble(deps, accountId, settled.double);
  return settled.progress;
}

/**
 * Has the workflow of a double find out that there is nothing left to track. If this is lost, it
 * finds out when it asks next.
 */
async function endDouble(deps: Dependencies, accountId: number, double: string): Promise<void> {
  deps.notifyOutbox();
  try {
    await deps.orders.wake({ accountId, clientOrderId: double }, 'sync');
  } catch (error) {
    deps.log.warn({ err: error, clientOrderId: double }, 'the workflow of a double is not woken');
  }
}

/**
 * Fetches the fills; `undefined` without an answer. Then the order stays incomplete, and its
 * workflow asks again.
 */
async function fetchFills(
  deps: Dependencies,
  exchange: ExchangeRest,
  order: OrderAddress & { readonly exchangeOrderId: string },
  options?: ReadOptions,
): Promise<Fill[] | undefined> {
  try {
    return await exchange.fetchFills(order, { endBy: Date.now() + READ_FOR_MS, ...options });
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, clientOrderId: order.clientOrderId }, 'fills not fetched');
    return undefined;
  }
}
