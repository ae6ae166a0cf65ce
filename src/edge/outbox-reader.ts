import { setTimeout as sleep } from 'node:timers/promises';
import { asc, gt, max, sql } from 'drizzle-orm';
import { OUTBOX_CHANNEL } from '../../activities/outbox.js';
import type { DatabaseConnection } from '../../drizzle/database.js';
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
 * Follows the outbox: one reader a process, however many clients listen. NOTIFY is a hint that saves
 * waiting; the rows, whose ids commit in order, are the truth.
 */
export class OutboxReader {
  readonly #listeners = new Set<(events: readonly OutboxEvent[]) => void>();
  #lastId = 0;
  #wake: () => void = () => {};

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
  async follow(signal: AbortSignal): Promise<void> {
    // postgres.js listens on a connection of its own and reconnects by itself.
    void this.database.sql
      .listen(OUTBOX_CHANNEL, () => this.#wake())
      .catch((error: unknown) => this.log.warn({ err: error }, 'outbox hints not heard'));
    while (!signal.aborted) {
      try {
        const events = await this.after(this.#lastId);
        const last = events.at(-1);
        if (last) {
          this.#lastId = last.id;
          for (const listener of this.#listeners) listener(events);
          continue;
        }
      } catch (error) {
        this.log.warn({ err: error }, 'outbox not read');
        await sleep(POLL_INTERVAL_MS);
      }
      await this.#hint(signal);
    }
  }

  async #hint(signal: AbortSignal): Promise<void> {
    const timer = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => {
        this.#wake = resolve;
      }),
      sleep(POLL_INTERVAL_MS, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(
        () => undefined,
      ),
    ]);
    timer.abort();
  }
}
