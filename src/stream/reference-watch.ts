import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseConnection } from '../../drizzle/database.js';
import { Channel, Follower } from '../../drizzle/hints.js';
import type { Logger } from '../observability/log.js';
import { countReferences, type ReferenceCounts } from '../queries/reference-counts.js';

/** The most that a change without a hint is noticed late: an order that ended or was adopted. */
const POLL_INTERVAL_MS = 1_000;
/**
 * A hint says that a request is stored. Its order is in the table a moment later, when a worker has
 * taken the request up. Therefore the table is read repeatedly for a while after a hint.
 */
const HINTED_FOR_MS = 500;
const HINTED_PAUSE_MS = 30;

/** The holder of a stream, which needs to know what refers to it. */
export interface ReferenceListener {
  /** Whether a first order would change what it does. Only then, every hint causes a read. */
  readonly isEager: boolean;
  onCounts(counts: ReferenceCounts): void;
}

/** Where holders of streams learn how many open orders refer to them. */
export interface References {
  /** Passes an account's counts to a listener until the returned function is called. */
  follow(accountId: number, listener: ReferenceListener): () => void;
}

/** Counts what refers to the streams of one process, with one query for all its accounts. */
export class ReferenceWatch implements References {
  readonly #listeners = new Map<ReferenceListener, number>();
  readonly #follower: Follower;
  #hintedUntil = 0;
  #lookedAt = 0;

  constructor(
    private readonly database: DatabaseConnection,
    log: Logger,
  ) {
    this.#follower = new Follower(
      database.sql,
      {
        channel: Channel.inbox,
        pollIntervalMs: POLL_INTERVAL_MS,
        turn: (isHinted) => this.#turn(isHinted),
      },
      log,
    );
  }

  follow(accountId: number, listener: ReferenceListener): () => void {
    this.#listeners.set(listener, accountId);
    this.#follower.wake();
    return () => this.#listeners.delete(listener);
  }

  run(signal: AbortSignal): Promise<void> {
    return this.#follower.run(signal);
  }

  async #turn(isHinted: boolean): Promise<boolean> {
    const now = Date.now();
    if (isHinted) this.#hintedUntil = now + HINTED_FOR_MS;
    const isEager = [...this.#listeners.keys()].some((listener) => listener.isEager);
    const isHurried = isEager && now < this.#hintedUntil;
    // However many hints come, a read that is not urgent happens once per interval.
    if (!isHurried && isHinted && now - this.#lookedAt < POLL_INTERVAL_MS) return false;
    await this.#look();
    if (isHurried) await sleep(HINTED_PAUSE_MS);
    return isHurried;
  }

  async #look(): Promise<void> {
    this.#lookedAt = Date.now();
    const listeners = [...this.#listeners];
    if (listeners.length === 0) return;
    const counts = await countReferences(
      this.database.db,
      listeners.map(([, accountId]) => accountId),
    );
    for (const [listener, accountId] of listeners) {
      listener.onCounts(counts.get(accountId) ?? new Map());
    }
  }
}
