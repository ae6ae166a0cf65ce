import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '../src/observability/log.js';

/** The tables that a hint may be about. A hint means that a table may have new rows. */
export const Channel = { outbox: 'order_events', inbox: 'webhook_deliveries' } as const;
export type ChannelName = (typeof Channel)[keyof typeof Channel];

/**
 * Returns a function that sends a hint to the followers of a channel. Call it outside the
 * transactions that wrote the rows, since a pending NOTIFY serialises commits. Calls during a send
 * share the next hint.
 */
export function createHint(database: Sql, channel: ChannelName): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      // A lost hint only delays the followers by their poll interval.
      await database.notify(channel, '').catch(() => undefined);
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}

/** What a follower follows, and how. */
export interface Following {
  readonly channel: ChannelName;
  /** The most that a row is seen late if its hint was lost. */
  readonly pollIntervalMs: number;
  /**
   * Finds rows and processes them. Resolves with whether there may already be more.
   *
   * @param isHinted whether a hint or `wake` triggered this turn
   */
  readonly turn: (isHinted: boolean) => Promise<boolean>;
}

/**
 * Takes a turn whenever there may be new rows: on a hint, when woken, and at each poll interval.
 */
export class Follower {
  #isHinted = false;
  #resume: () => void = () => {};

  constructor(
    private readonly database: Sql,
    private readonly following: Following,
    private readonly log: Logger,
  ) {}

  /** Makes the follower take a turn soon. */
  wake(): void {
    this.#isHinted = true;
    this.#resume();
  }

  /** Follows until the signal aborts. A failed turn is repeated after a poll interval. */
  async run(signal: AbortSignal): Promise<void> {
    const { channel, pollIntervalMs, turn } = this.following;
    const wake = () => this.wake();
    // postgres.js listens on a connection of its own and reconnects by itself. It then wakes us, so
    // rows whose hints were missed are found.
    void this.database
      .listen(channel, wake, wake)
      .catch((error: unknown) => this.log.warn({ err: error, channel }, 'hints not heard'));
    while (!signal.aborted) {
      const isHinted = this.#isHinted;
      this.#isHinted = false;
      try {
        if (await turn(isHinted)) continue;
      } catch (error) {
        this.log.warn({ err: error, channel }, 'rows not read');
        await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
        continue;
      }
      await this.#pause(pollIntervalMs, signal);
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#isHinted || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const resume = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      const timer = setTimeout(resume, ms);
      signal.addEventListener('abort', resume);
      this.#resume = resume;
    });
  }
}
