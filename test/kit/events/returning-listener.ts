import { setTimeout as sleep } from 'node:timers/promises';
import { TestListener } from './test-listener.js';

const PAUSE_MS = 100;
/** The edge sends a comment every 15 s, so a connection that is silent for longer is dead. */
const SILENCE_MS = 20_000;

/**
 * Listens from the beginning of the outbox, or from after an id. When the connection ends, it
 * connects again, as a browser does, and names the last id it has seen.
 */
export class ReturningListener extends TestListener {
  constructor(
    edgeUrl: () => string,
    token: string,
    private readonly after = 0,
  ) {
    super(edgeUrl, token);
    void this.#listen();
  }

  async #listen(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      // It connects again whatever ended the connection, including a refusal.
      await this.#connection().catch(() => undefined);
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #connection(): Promise<void> {
    const last = this.events.findLast(({ id }) => id !== undefined);
    const { ended } = await this.open(last?.id ?? this.after, SILENCE_MS);
    await ended;
  }
}
