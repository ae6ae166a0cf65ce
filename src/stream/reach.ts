import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from '../observability/log.js';

const PROBE_INTERVAL_MS = 1_000;
const PROBE_TIMEOUT_MS = 2_000;
/**
 * The lease is 6 s (`heartbeatTimeout` in workflows/stream.ts): after that long without a
 * heartbeat, Temporal gives a worker's accounts to others. Nothing can notify the worker, so it
 * must find out by itself, a little earlier (S2).
 */
const GIVE_UP_MS = 5_000;
const LOOK_INTERVAL_MS = 250;

/**
 * Watches whether Temporal can be reached. An activity does not notice when its heartbeats reach no
 * server, so without this watch the leases of a disconnected worker would never end on its own
 * side.
 */
export class TemporalReach {
  #lease = new AbortController();
  #answeredAt = Date.now();

  constructor(
    private readonly client: Client,
    private readonly log: Logger,
  ) {}

  /** Aborts when the current leases end. */
  get lease(): AbortSignal {
    return this.#lease.signal;
  }

  /** Whether the leases hold. */
  get isReached(): boolean {
    return !this.#lease.signal.aborted;
  }

  /** Watches until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const looking = setInterval(() => this.#look(), LOOK_INTERVAL_MS);
    try {
      while (!signal.aborted) {
        const askedAt = Date.now();
        if (await this.#isAnswered()) this.#heard(askedAt);
        await sleep(PROBE_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      clearInterval(looking);
    }
  }

  #heard(askedAt: number): void {
    this.#answeredAt = askedAt;
    if (this.isReached || Date.now() - askedAt > PROBE_TIMEOUT_MS) return;
    this.log.info('Temporal is reached again');
    this.#lease = new AbortController();
  }

  #look(): void {
    const silentMs = Date.now() - this.#answeredAt;
    if (silentMs < GIVE_UP_MS || !this.isReached) return;
    this.log.warn({ silentMs }, 'Temporal is out of reach: streams are given up');
    this.#lease.abort();
  }

  async #isAnswered(): Promise<boolean> {
    const { connection } = this.client;
    try {
      await connection.withDeadline(Date.now() + PROBE_TIMEOUT_MS, () =>
        connection.workflowService.getSystemInfo({}),
      );
      return true;
    } catch {
      return false; // the consequence depends on how long it lasts
    }
  }
}
