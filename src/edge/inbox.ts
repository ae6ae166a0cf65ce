import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import type { webhookDeliveries } from '../../drizzle/schema.js';
import { sqlStatement } from '../../drizzle/statement.js';
import type { Strategy } from '../accounts/strategies.js';
import { clientOrderIdFromDigest, orderWorkflowId } from '../domain/ids.js';
import { requestedFieldsOf, type OrderRequest } from '../domain/order.js';
import { findDelivery } from '../queries/deliveries.js';
import { reachStep } from '../observability/steps.js';
import { Counter } from 'prom-client';
import type { OrderBody } from './order-body.js';
import { Problem, shorten } from './problem.js';
import { tradingPaused } from './trading-paused.js';

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

/** Waits for a removal of the account that is under way, and then stores nothing. */
const storeDelivery = sqlStatement<{ id: string }>(
  'store_delivery',
  sql`
    insert into webhook_deliveries (strategy_id, delivery_id, body_hash, request, workflow_id)
    select ${placeholder('strategyId')}::integer, ${placeholder('deliveryId')}::text,
           ${placeholder('bodyHash')}::text, ${placeholder('request')}::text::jsonb,
           ${placeholder('workflowId')}::text
    from accounts where id = ${placeholder('accountId')} and removed_at is null for key share
    on conflict do nothing
    returning id
  `,
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
   * @throws Problem 409 when the same identity came with a different order, 423 when the account
   *   was removed meanwhile
   */
  async accept(
    strategy: Strategy,
    body: OrderBody,
    deliveryId: string | undefined,
  ): Promise<Accepted> {
    const identity = deliveryId ?? `anonymous:${randomUUID()}`;
    const request = requestOf(strategy, body, identity);
    const bodyHash = hashOf(body);
    const { accountId, clientOrderId } = request;
    const workflowId = orderWorkflowId(accountId, clientOrderId);
    const [stored] = await storeDelivery(this.db, {
      accountId,
      strategyId: strategy.id,
      deliveryId: identity,
      bodyHash,
      request: JSON.stringify(request),
      workflowId,
    });
    if (stored) {
      accepted.inc({ kind: 'new' });
      reachStep({ boundary: 'delivery-stored', accountId, clientOrderId });
      this.hint();
      const receipt = { orderId: Number(stored.id), clientOrderId, workflowId };
      return { receipt, isDuplicate: false };
    }
    const earlier = await this.findEarlier(strategy, body, identity);
    if (!earlier) throw tradingPaused(strategy.name);
    accepted.inc({ kind: 'duplicate' });
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
