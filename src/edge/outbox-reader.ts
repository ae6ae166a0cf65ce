import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseConnection } from '../../drizzle/database.js';
import { Channel, Follower } from '../../drizzle/hints.js';
import type { Logger } from '../observability/log.js';
import { eventsAfter, lastEventId, type OutboxEvent } from '../queries/outbox-events.js';

/** The most that an event is late if its hint was lost. */
const POLL_INTERVAL_MS = 250;

/**
 * Follows the outbox, with one reader per process for all clients. Hints only save waiting; the
 * rows are the truth, and their ids commit in order.
 */
export class OutboxReader {
  readonly #listeners = new Set<(events: readonly OutboxEvent[]) => void>();
  #lastId = 0;
  #setStarted: () => void = () => {};
  /** Resolves when the end of the outbox is known. Until then, nobody can be served. */
  readonly started = new Promise<void>((resolve) => {
    this.#setStarted = resolve;
  });

  constructor(
    private readonly database: DatabaseConnection,
    private readonly log: Logger,
  ) {}

  /** The id of the last event that the listeners received. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Calls the listener with every batch from now on. Returns a function that stops it. */
  listen(listener: (events: readonly OutboxEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Returns the events after an id, oldest first, at most one batch. */
  after(id: number): Promise<OutboxEvent[]> {
    return eventsAfter(this.database.db, id);
  }

  /**
   * Follows from the end of the outbox until the signal aborts. Waits while the database is away.
   */
  async follow(signal: AbortSignal): Promise<void> {
    await this.#start(signal);
    const { database, log } = this;
    const turn = () => this.#giveNext();
    return new Follower(
      database.sql,
      { channel: Channel.outbox, pollIntervalMs: POLL_INTERVAL_MS, turn },
      log,
    ).run(signal);
  }

  async #start(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.#lastId = await lastEventId(this.database.db);
        return this.#setStarted();
      } catch (error) {
        this.log.warn({ err: error, channel: Channel.outbox }, 'rows not read');
        await sleep(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Passes the next batch to the listeners. Resolves with whether there was one. */
  async #giveNext(): Promise<boolean> {
    const events = await this.after(this.#lastId);
    const last = events.at(-1);
    if (!last) return false;
    this.#lastId = last.id;
    for (const listener of this.#listeners) listener(events);
    return true;
  }
}
