import { asc, gt, max, sql } from 'drizzle-orm';
import type { DatabaseConnection } from '../../drizzle/database.js';
import { Channel, Follower } from '../../drizzle/hints.js';
import { orderEvents } from '../../drizzle/schema.js';
import { statement } from '../../drizzle/statement.js';
import type { OrderEventData } from '../domain/event.js';
import type { Logger } from '../observability/log.js';

export interface OutboxEvent {
  readonly id: number;
  readonly data: OrderEventData;
}

/** How late an event is when its hint was lost. */
const POLL_INTERVAL_MS = 250;
const BATCH = 200;

const selectAfter = statement('events_after', (db) =>
  db
    .select({ id: orderEvents.id, data: orderEvents.data })
    .from(orderEvents)
    .where(gt(orderEvents.id, sql.placeholder('id')))
    .orderBy(asc(orderEvents.id))
    .limit(BATCH),
);

/**
 * Follows the outbox: one reader a process, however many clients listen. Hints save waiting; the rows,
 * whose ids commit in order, are the truth.
 */
export class OutboxReader {
  readonly #listeners = new Set<(events: readonly OutboxEvent[]) => void>();
  #lastId = 0;

  constructor(
    private readonly database: DatabaseConnection,
    private readonly log: Logger,
  ) {}

  /** The id up to which listeners have been told. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Calls the listener with every batch from now on; returns the way to stop it. */
  listen(listener: (events: readonly OutboxEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Returns events after an id, oldest first, a batch at most, none that listeners are not told yet. */
  after(id: number): Promise<OutboxEvent[]> {
    return selectAfter(this.database.db, { id });
  }

  /** Starts at the outbox's end; call before anything listens. */
  async start(): Promise<void> {
    const [row] = await this.database.db.select({ last: max(orderEvents.id) }).from(orderEvents);
    this.#lastId = row?.last ?? 0;
  }

  /** Follows until the signal aborts. */
  follow(signal: AbortSignal): Promise<void> {
    const { database, log } = this;
    const turn = () => this.#tellNext();
    return new Follower(
      database.sql,
      { channel: Channel.outbox, pollIntervalMs: POLL_INTERVAL_MS, turn },
      log,
    ).run(signal);
  }

  /** Tells listeners of the next batch; resolves with whether there was one. */
  async #tellNext(): Promise<boolean> {
    const events = await this.after(this.#lastId);
    const last = events.at(-1);
    if (!last) return false;
    this.#lastId = last.id;
    for (const listener of this.#listeners) listener(events);
    return true;
  }
}
