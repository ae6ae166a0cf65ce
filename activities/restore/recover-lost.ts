import { markRecovered } from '../../src/books/restores.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { newEpochOf } from '../../src/queries/epoch.js';
import { orderTraces } from '../../src/queries/order-traces.js';
import { apart } from '../apart.js';
import type { Dependencies, TrackedOrder } from '../dependencies.js';
import { requestAsListed, takeUp } from '../record-again.js';

/** For how long one comparison looks. The next one goes on, with what is then still unrecorded. */
const LOOK_FOR_MS = 10_000;

/**
 * After a restore, looks for orders of an account that the backup lacks. Temporal knows which ones
 * had a workflow, and in which market. That is a hint only: what is recorded is what the exchange
 * says. An order that cannot be looked at keeps neither the others nor the comparison waiting.
 */
export async function recoverLost(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
): Promise<void> {
  const epoch = await newEpochOf(deps.db, accountId);
  if (epoch === undefined) return;
  const step = { activity: 'recoverLost', accountId };
  await apart(deps, step, async () => {
    if (await areAllRecovered(deps, exchange, accountId)) {
      await markRecovered(deps.db, accountId, epoch);
    }
  });
}

/** Resolves with whether nothing is left to be looked at. */
async function areAllRecovered(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
): Promise<boolean> {
  const enoughAt = Date.now() + LOOK_FOR_MS;
  const { name } = await deps.gateway.accountFor(accountId);
  let isWhole = true;
  for await (const page of deps.orders.recent(name)) {
    const ids = page.map(({ clientOrderId }) => clientOrderId);
    const traces = await orderTraces(deps.db, accountId, ids);
    for (const order of page.filter((_, index) => !traces[index]?.isPlaced)) {
      if (Date.now() > enoughAt) return false;
      const step = { activity: 'recoverLost', accountId, subject: order.clientOrderId };
      const failure = await apart(deps, step, () => recover(deps, exchange, accountId, order));
      if (failure !== null) isWhole = false;
    }
  }
  return isWhole;
}

async function recover(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  { clientOrderId, symbol }: TrackedOrder,
): Promise<void> {
  const order = { accountId, clientOrderId, symbol };
  // The exchange may know it by another client order id, or by none.
  const known = await deps.orders.progressOf(order);
  const exchangeOrderId = known?.exchangeOrderId ?? null;
  const listed = await exchange.fetchOrder({ symbol, clientOrderId, exchangeOrderId });
  if (!listed) {
    // Should its workflow run still, it finds out that nobody knows the order, and ends.
    await deps.orders.wake(order, 'sync');
    return;
  }
  const request = await requestAsListed(deps, order, listed);
  if (request && (await takeUp(deps, request, listed.exchangeOrderId, null))) {
    deps.log.warn({ ...order }, 'an order that the restored database lacked is recorded again');
  }
}
