import { setTimeout as sleep } from 'node:timers/promises';
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
  #setStarted: () => void = () => {};
  /** Resolves when the outbox's end is known; until the database has told it, nobody can be served. */
  readonly started = new Promise<void>((resolve) => {
    this.#setStarted = resolve;
  });

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

  /** Follows from the outbox's end until the signal aborts; waits for a database that is away. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.#start(signal);
    const { database, log } = this;
    const turn = () => this.#tellNext();
    return new Follower(
      database.sql,
      { channel: Channel.outbox, pollIntervalMs: POLL_INTERVAL_MS, turn },
      log,
    ).run(signal);
  }

  async #start(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { db } = this.database;
        const [row] = await db.select({ last: max(orderEvents.id) }).from(orderEvents);
        this.#lastId = row?.last ?? 0;
        return this.#setStarted();
      } catch (error) {
        this.log.warn({ err: error, channel: Channel.outbox }, 'rows not read');
        await sleep(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      }
    }
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
