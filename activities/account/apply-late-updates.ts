import { noAccount } from '../../src/accounts/gateway.js';
import type { OrderUpdate } from '../../src/domain/order.js';
import { FORGOTTEN_AFTER_MS, INFER_AFTER_MS } from '../../src/domain/progress.js';
import { findClientOrderId } from '../../src/queries/find-client-order-id.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { adoptOrder } from './adopt-order.js';
import { apart } from '../apart.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder } from '../observe.js';
import { mayBeLost } from '../restore/may-be-lost.js';

/**
 * For how long the exchange is asked in one step. The account's open orders are compared between
 * two steps, so neither an order with many fills nor many orders may delay that for longer.
 */
const ASK_FOR_MS = 5_000;

export interface LateUpdatesInput {
  readonly accountId: number;
  readonly updates: readonly OrderUpdate[];
}

/**
 * Applies what the stream reports about orders that no workflow owns. A late fill of an ended order
 * is counted without reopening the order; an order that was placed outside is adopted. What an
 * update itself says is recorded in any case, and the exchange is asked for what it lacks.
 *
 * @returns what could not be applied yet because the exchange did not answer in time. Those that
 *   were not asked about come first, so that none keeps the others waiting for ever.
 */
export async function applyLateUpdates(
  deps: Dependencies,
  { accountId, updates }: LateUpdatesInput,
): Promise<readonly OrderUpdate[]> {
  const exchange = await deps.gateway.restFor(accountId).catch(noAccount);
  if (!exchange) return []; // the account was removed
  const endBy = Date.now() + ASK_FOR_MS;
  const unasked: OrderUpdate[] = [];
  const unanswered: OrderUpdate[] = [];
  for (const update of updates) {
    let isDone = false;
    const isInTime = Date.now() < endBy;
    const step = { activity: 'applyLateUpdates', accountId, subject: update.exchangeOrderId };
    await apart(deps, step, async () => {
      isDone = await apply(deps, exchange, accountId, update, endBy);
    });
    if (!isDone) (isInTime ? unanswered : unasked).push(update);
  }
  return [...unasked, ...unanswered];
}

/** Resolves with whether the update is dealt with. */
async function apply(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  update: OrderUpdate,
  endBy: number,
): Promise<boolean> {
  const clientOrderId = await findClientOrderId(deps.db, accountId, update);
  const ageMs = Date.now() - Date.parse(update.eventAt);
  // What was not asked for is not missing.
  const isInTime = Date.now() < endBy;
  const progress =
    clientOrderId !== undefined &&
    (await observeOrder(
      deps,
      exchange,
      { accountId, clientOrderId, symbol: update.symbol },
      {
        view: update,
        fills: update.fill ? [update.fill] : [],
        source: 'sync',
        mayInfer: ageMs > INFER_AFTER_MS && isInTime,
      },
      { endBy },
    ));
  if (progress) return !progress.isIncomplete;
  if (ageMs < FORGOTTEN_AFTER_MS) return isInTime && adopt(deps, exchange, accountId, update);
  deps.log.error({ accountId, update }, 'the exchange does not know an order of its own stream');
  return true;
}

async function adopt(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  update: OrderUpdate,
): Promise<boolean> {
  try {
    const { symbol, clientOrderId, exchangeOrderId } = update;
    const listed = await exchange.fetchOrder({ symbol, clientOrderId, exchangeOrderId });
    // Reads may lag behind the stream, so the order is asked for again.
    if (!listed || (await mayBeLost(deps, accountId))) return false;
    await adoptOrder(deps, accountId, listed);
    return true;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, exchangeOrderId: update.exchangeOrderId }, 'order not adopted yet');
    return false;
  }
}
