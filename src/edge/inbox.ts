import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { strategies, webhookDeliveries } from '../../drizzle/schema.js';
import { statement } from '../../drizzle/statement.js';
import type { Strategy } from '../accounts/strategies.js';
import { clientOrderIdFromDigest, orderWorkflowId } from '../domain/ids.js';
import type { OrderRequest } from '../domain/order.js';
import type { Logger } from '../observability/log.js';
import { Counter } from 'prom-client';
import { startOrderWorkflow, type OrderTiming } from '../temporal/start-order.js';
import type { OrderBody } from './order-body.js';
import { Problem, shorten } from './problem.js';

/** What the sender of an accepted request is told; the same for every repetition. */
export interface Receipt {
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly workflowId: string;
}

export interface Accepted {
  readonly receipt: Receipt;
  readonly isDuplicate: boolean;
}

/** How long an answer waits for Temporal; the request is durable before, and the sweep starts the rest. */
const START_WAIT_MS = 1_000;
const SWEEP_INTERVAL_MS = 1_000;
/** Younger deliveries are being started by whoever received them. */
const SWEEP_MIN_AGE_MS = 3_000;
const SWEEP_BATCH = 50;
const MARK_INTERVAL_MS = 100;

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
      receivedAt: placeholder('receivedAt'),
    })
    .onConflictDoNothing()
    .returning(),
);

/** The durable inbox: requests are stored first, then started, by whoever is there to do it. */
export class Inbox {
  readonly #started: number[] = [];

  constructor(
    private readonly db: Database,
    private readonly client: Client,
    private readonly timing: OrderTiming,
    private readonly log: Logger,
  ) {}

  /**
   * Stores a request, unless it was stored before, and starts its workflow.
   *
   * @param deliveryId the request's identity, or `undefined`: then every delivery is its own order
   * @throws Problem 409 when the same identity came with another order
   */
  async accept(
    strategy: Strategy,
    body: OrderBody,
    deliveryId: string | undefined,
  ): Promise<Accepted> {
    const identity = deliveryId ?? `anonymous:${randomUUID()}`;
    const request = toRequest(strategy, body, identity);
    const bodyHash = hashOf(body);
    const [stored] = await storeDelivery(this.db, {
      strategyId: strategy.id,
      deliveryId: identity,
      bodyHash,
      request,
      workflowId: orderWorkflowId(request.accountId, request.clientOrderId),
      receivedAt: request.receivedAt,
    });
    accepted.inc({ kind: stored ? 'new' : 'duplicate' });
    if (stored) {
      await this.#startSoon(stored.id, request, strategy.name);
      return { receipt: toReceipt(stored), isDuplicate: false };
    }
    const earlier = await this.findEarlier(strategy, body, identity);
    if (!earlier) throw new Error('a delivery that conflicts must exist');
    return earlier;
  }

  /**
   * Returns the receipt of a request that was accepted before under the same identity.
   *
   * @throws Problem 409 when that was another order
   */
  async findEarlier(
    strategy: Strategy,
    body: OrderBody,
    deliveryId: string,
  ): Promise<Accepted | undefined> {
    const [first] = await this.db
      .select()
      .from(webhookDeliveries)
      .where(
        and(
          eq(webhookDeliveries.strategyId, strategy.id),
          eq(webhookDeliveries.deliveryId, deliveryId),
        ),
      );
    if (!first) return undefined;
    if (first.bodyHash !== hashOf(body)) {
      throw new Problem(
        409,
        'DELIVERY_CONFLICT',
        `id ${shorten(deliveryId)} was used before for another order; nothing was placed`,
        { name: 'id', expected: 'an id of its own for each order', received: shorten(deliveryId) },
      );
    }
    return { receipt: toReceipt(first), isDuplicate: true };
  }

  /** Starts what was stored and never started, until the signal aborts. */
  async sweep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#startForgotten();
      } catch (error) {
        this.log.warn({ err: error }, 'stored requests not started yet');
      }
      await sleep(SWEEP_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Does not fail: what cannot be started now is started by the sweep. */
  async #startSoon(id: number, request: OrderRequest, strategyName: string): Promise<void> {
    const starting = this.#start(id, request, strategyName).catch((error: unknown) => {
      this.log.warn({ err: error, deliveryRow: id }, 'workflow not started yet');
    });
    await Promise.race([starting, sleep(START_WAIT_MS, undefined, { ref: false })]);
  }

  async #start(id: number, request: OrderRequest, strategyName: string): Promise<void> {
    await startOrderWorkflow(this.client, request, strategyName, this.timing);
    // Written in batches: a delivery that is not marked in time is started again, which is nothing.
    if (this.#started.push(id) === 1) setTimeout(() => void this.#mark(), MARK_INTERVAL_MS);
  }

  /** Notes which deliveries have been started. */
  async #mark(): Promise<void> {
    const ids = this.#started.splice(0);
    try {
      await this.db
        .update(webhookDeliveries)
        .set({ startedAt: sql`now()` })
        .where(inArray(webhookDeliveries.id, ids));
    } catch (error) {
      this.log.warn({ err: error }, 'started requests not marked; they are found started later');
    }
  }

  async #startForgotten(): Promise<void> {
    const rows = await this.db
      .select({
        id: webhookDeliveries.id,
        request: webhookDeliveries.request,
        name: strategies.name,
      })
      .from(webhookDeliveries)
      .innerJoin(strategies, eq(strategies.id, webhookDeliveries.strategyId))
      .where(
        and(
          isNull(webhookDeliveries.startedAt),
          lt(webhookDeliveries.receivedAt, new Date(Date.now() - SWEEP_MIN_AGE_MS).toISOString()),
        ),
      )
      .orderBy(asc(webhookDeliveries.id))
      .limit(SWEEP_BATCH);
    for (const row of rows) {
      await this.#start(row.id, row.request, row.name);
      this.log.info({ deliveryRow: row.id }, 'stored request started');
    }
  }
}

function toRequest(strategy: Strategy, body: OrderBody, deliveryId: string): OrderRequest {
  const digest = createHash('sha256').update(`${strategy.id}\n${deliveryId}`).digest('hex');
  return {
    accountId: strategy.account.id,
    accountName: strategy.account.name,
    strategyId: strategy.id,
    clientOrderId: clientOrderIdFromDigest(digest),
    symbol: body.symbol,
    marketType: strategy.account.marketType,
    side: body.side,
    orderType: body.orderType,
    quantity: body.quantity,
    price: body.price,
    timeInForce: body.timeInForce,
    reduceOnly: body.reduceOnly,
    receivedAt: new Date().toISOString(),
  };
}

/** Over what the order means, so that another way of writing the same order is no conflict. */
function hashOf(body: OrderBody): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...body, id: undefined }))
    .digest('hex');
}

function toReceipt(row: typeof webhookDeliveries.$inferSelect): Receipt {
  return {
    orderId: row.id,
    clientOrderId: row.request.clientOrderId,
    workflowId: row.workflowId,
  };
}
