import type { Client } from '@temporalio/client';
import { eq, sql } from 'drizzle-orm';
import type { DatabaseConnection } from '../../drizzle/database.js';
import { Channel, Follower } from '../../drizzle/hints.js';
import { webhookDeliveries } from '../../drizzle/schema.js';
import { sqlStatement } from '../../drizzle/statement.js';
import type { OrderRequest } from '../domain/order.js';
import type { Logger } from '../observability/log.js';
import { startAgain, startOrderWorkflow, type OrderTiming } from '../temporal/start-order.js';
import { wakeOrder } from '../temporal/wake-order.js';

/** The most that a request is started late, if its hint was lost or an earlier start failed. */
const POLL_INTERVAL_MS = 1_000;
/** How many starts of this worker may be under way at once. */
const MOST_AT_ONCE = 50;

/** A stored request that this worker has claimed. */
interface Delivery {
  /** A 64-bit number, which the driver returns as text. */
  readonly id: string;
  readonly request: OrderRequest;
  readonly strategy: string;
}

/**
 * Claims requests. A claim is good for 3 s. If the worker has not started the request by then,
 * because it died or Temporal is away, any other worker may claim it. The workflow's first step
 * marks it as started.
 */
const claim = sqlStatement<Delivery>(
  'claim_deliveries',
  sql`
    with waiting as materialized (
      select id from webhook_deliveries
      where started_at is null
        and (claimed_at is null or claimed_at < now() - interval '3 s')
        and id <> all(${sql.placeholder('underWay')}::text::bigint[])
      order by id
      limit ${sql.placeholder('room')}
      for update skip locked)
    update webhook_deliveries as delivery set claimed_at = now()
    from waiting, strategies
    where delivery.id = waiting.id and strategies.id = delivery.strategy_id
    returning delivery.id, delivery.request, strategies.name as strategy
  `,
);

/**
 * Starts the workflows of stored requests. Any number of workers do this at the same time: each
 * request is claimed by one of them, and a second start would have no effect.
 */
export class DeliveryStarter {
  readonly #underWay = new Set<string>();
  readonly #follower: Follower;

  constructor(
    private readonly database: DatabaseConnection,
    private readonly client: Client,
    private readonly timing: OrderTiming,
    /**
     * Called with a request whose workflow has run before. Resolves with whether its order was
     * recorded already, so that there is nothing to start.
     */
    private readonly onRepeated: (request: OrderRequest) => Promise<boolean>,
    private readonly log: Logger,
  ) {
    this.#follower = new Follower(
      database.sql,
      { channel: Channel.inbox, pollIntervalMs: POLL_INTERVAL_MS, turn: () => this.#turn() },
      log,
    );
  }

  /** Starts new requests until the signal aborts. */
  run(signal: AbortSignal): Promise<void> {
    return this.#follower.run(signal);
  }

  /** Starts one batch. Resolves with whether more requests may be waiting. */
  async #turn(): Promise<boolean> {
    const room = MOST_AT_ONCE - this.#underWay.size;
    if (room === 0) return false;
    const claimed = await claim(this.database.db, {
      underWay: `{${[...this.#underWay].join(',')}}`,
      room,
    });
    void this.#startAll([...claimed].sort((one, other) => Number(one.id) - Number(other.id)));
    return claimed.length === room;
  }

  /** Starts requests. Never fails: a request that cannot be started now is claimed again. */
  async #startAll(deliveries: readonly Delivery[]): Promise<void> {
    const results = await Promise.allSettled(deliveries.map((delivery) => this.#start(delivery)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) this.log.warn({ err: failed.reason as unknown }, 'stored requests not started yet');
  }

  async #start({ id, request, strategy }: Delivery): Promise<void> {
    this.#underWay.add(id);
    try {
      const { client, timing } = this;
      if (await startOrderWorkflow(client, request, strategy, timing)) return;
      if (await this.onRepeated(request)) return await this.#mark(id);
      // A workflow of this order has run before. If it runs no more, and yet the request waits, the
      // database was restored from a backup: the next workflow asks the exchange before it sends.
      const isTaken =
        (await wakeOrder(client, request, 'sync')) ||
        !(await startAgain(client, request, strategy, timing));
      if (!isTaken) return;
      // The workflow may be one that has just recorded the order again, without its alert.
      await this.onRepeated(request);
      await this.#mark(id);
    } finally {
      const wasFull = this.#underWay.size === MOST_AT_ONCE;
      this.#underWay.delete(id);
      if (wasFull) this.#follower.wake();
    }
  }

  /**
   * Marks a request whose workflow was started earlier but has not reached its first step, so that
   * it is not claimed again.
   */
  async #mark(id: string): Promise<void> {
    await this.database.db
      .update(webhookDeliveries)
      .set({ startedAt: sql`coalesce(${webhookDeliveries.startedAt}, now())` })
      .where(eq(webhookDeliveries.id, Number(id)));
  }
}
