import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { webhookDeliveries } from '../../drizzle/schema.js';
import { statement } from '../../drizzle/statement.js';
import type { Strategy } from '../accounts/strategies.js';
import { clientOrderIdFromDigest, orderWorkflowId } from '../domain/ids.js';
import { requestedFieldsOf, type OrderRequest } from '../domain/order.js';
import { findDelivery } from '../queries/deliveries.js';
import { reachStep } from '../observability/steps.js';
import { Counter } from 'prom-client';
import type { OrderBody } from './order-body.js';
import { Problem, shorten } from './problem.js';

/** The answer to an accepted request. A repetition gets the same one. */
export interface Receipt {
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly workflowId: string;
}

export interface Accepted {
  readonly receipt: Receipt;
  readonly isDuplicate: boolean;
}

const accepted = new Counter({
  name: 'filltrail_order_requests_total',
  help: 'Order requests that were stored, by whether they had come before',
  labelNames: ['kind'],
});

const { placeholder } = sql;

const storeDelivery = statement('store_delivery', (db) =>
  db
    .insert(webhookDeliveries)
    .values({
      strategyId: placeholder('strategyId'),
      deliveryId: placeholder('deliveryId'),
      bodyHash: placeholder('bodyHash'),
      request: placeholder('request'),
      workflowId: placeholder('workflowId'),
    })
    .onConflictDoNothing()
    .returning(),
);

/** The durable inbox. It stores requests (E2), and workers start their workflows. */
export class Inbox {
  /** @param hint wakes the workers because there may be a new request; cheap, and safe to lose */
  constructor(
    private readonly db: Database,
    private readonly hint: () => void,
  ) {}

  /**
   * Stores a request, unless it was stored before. From then on the request is durable, and a
   * worker will start it.
   *
   * @param deliveryId the request's identity; if `undefined`, every delivery is an order of its own
   * @throws Problem 409 when the same identity came with a different order
   */
  async accept(
    strategy: Strategy,
    body: OrderBody,
    deliveryId: string | undefined,
  ): Promise<Accepted> {
    const identity = deliveryId ?? `anonymous:${randomUUID()}`;
    const request = requestOf(strategy, body, identity);
    const bodyHash = hashOf(body);
    const [stored] = await storeDelivery(this.db, {
      strategyId: strategy.id,
      deliveryId: identity,
      bodyHash,
      request,
      workflowId: orderWorkflowId(request.accountId, request.clientOrderId),
    });
    accepted.inc({ kind: stored ? 'new' : 'duplicate' });
    if (stored) {
      const { accountId, clientOrderId } = request;
      reachStep({ boundary: 'delivery-stored', accountId, clientOrderId });
      this.hint();
      return { receipt: toReceipt(stored), isDuplicate: false };
    }
    const earlier = await this.findEarlier(strategy, body, identity);
    if (!earlier) throw new Error('a delivery that conflicts must exist');
    return earlier;
  }

  /**
   * Returns the receipt of a request that was accepted before under the same identity.
   *
   * @throws Problem 409 when that request was a different order
   */
  async findEarlier(
    strategy: Strategy,
    body: OrderBody,
    deliveryId: string,
  ): Promise<Accepted | undefined> {
    const first = await findDelivery(this.db, strategy.id, deliveryId);
    if (!first) return undefined;
    if (first.bodyHash !== hashOf(body)) {
      throw new Problem(
        409,
        'DELIVERY_CONFLICT',
        `id ${shorten(deliveryId)} was used before for another order; nothing was placed`,
        { field: 'id', expected: 'an id of its own for each order', received: shorten(deliveryId) },
      );
    }
    return { receipt: toReceipt(first), isDuplicate: true };
  }
}

function requestOf(strategy: Strategy, body: OrderBody, deliveryId: string): OrderRequest {
  const { account } = strategy;
  const digest = createHash('sha256').update(`${strategy.id}\n${deliveryId}`).digest('hex');
  return {
    ...requestedFieldsOf({
      ...body,
      accountId: account.id,
      strategyId: strategy.id,
      clientOrderId: clientOrderIdFromDigest(digest),
      marketType: account.marketType,
    }),
    accountName: account.name,
    ...(body.referencePrice === undefined ? {} : { referencePrice: body.referencePrice }),
    receivedAt: new Date().toISOString(),
  };
}

/**
 * Returns a hash of what the order means, so that the same order written differently is no
 * conflict. The stored hash is compared for ever, so a field that is added to the body later must
 * not change it.
 */
function hashOf(body: OrderBody): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...body, id: undefined, referencePrice: undefined }))
    .digest('hex');
}

function toReceipt(row: typeof webhookDeliveries.$inferSelect): Receipt {
  return {
    orderId: row.id,
    clientOrderId: row.request.clientOrderId,
    workflowId: row.workflowId,
  };
}
