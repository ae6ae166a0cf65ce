import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { eq } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { openOrders } from '../../drizzle/schema.js';
import { reconcileSignal } from '../../workflows/messages.js';
import type { ExchangeGateway } from '../accounts/gateway.js';
import { equals } from '../domain/decimal.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { Logger } from '../observability/log.js';

export interface Reconciliation {
  /** Open orders that were compared. */
  readonly compared: number;
  /** Client order ids whose workflows were asked to look at the exchange. */
  readonly differing: readonly string[];
}

/**
 * Compares the exchange's open orders with ours, in one call per account (or symbol), and asks the
 * workflows of those that differ to look. Streams replay nothing: this finds what was missed.
 *
 * @throws ExchangeFailure when the exchange does not answer
 */
export async function reconcileAccount(
  deps: { db: Database; client: Client; gateway: ExchangeGateway; log: Logger },
  accountId: number,
): Promise<Reconciliation> {
  // Read first: an order placed after this is not missing, it is only not here yet.
  const ours = await deps.db.select().from(openOrders).where(eq(openOrders.accountId, accountId));
  if (ours.length === 0) return { compared: 0, differing: [] };
  const exchange = await deps.gateway.restFor(accountId);
  const symbols = [...new Set(ours.map((order) => order.symbol))];
  const theirs = new Map(
    (await exchange.fetchOpenOrders(symbols)).map((order) => [order.clientOrderId, order]),
  );
  const differing = ours.filter((order) => {
    if (order.status === 'PENDING') return false; // its workflow is sending it right now
    const there = theirs.get(order.clientOrderId);
    return !there || !equals(there.filledQuantity, order.filledQuantity);
  });
  await Promise.all(differing.map((order) => nudge(deps, accountId, order.clientOrderId)));
  return {
    compared: ours.length,
    differing: differing.map((order) => order.clientOrderId),
  };
}

async function nudge(
  deps: { client: Client; log: Logger },
  accountId: number,
  clientOrderId: string,
): Promise<void> {
  try {
    await deps.client.workflow
      .getHandle(orderWorkflowId(accountId, clientOrderId))
      .signal(reconcileSignal, 'sync');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    deps.log.error({ accountId, clientOrderId }, 'an open order has no running workflow');
  }
}
