import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { syncSignal } from '../../workflows/messages.js';
import { accountWorkflowId } from '../domain/ids.js';
import type { Logger } from '../observability/log.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Asks an account's workflow to compare the open orders, however often asking fails. What was
 * missed while there was no stream must be found (S3).
 */
export class SyncRequest {
  #isOwed = false;
  #asking: Promise<void> | undefined;

  constructor(
    private readonly deps: { readonly client: Client; readonly log: Logger },
    private readonly accountId: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Asks now, or as soon as Temporal can be reached. */
  ask(): void {
    this.#isOwed = true;
    this.#asking ??= this.#run();
  }

  /** Waits for the request that is under way. Ends soon after the signal has aborted. */
  async settled(): Promise<void> {
    await this.#asking;
  }

  async #run(): Promise<void> {
    const workflow = this.deps.client.workflow.getHandle(accountWorkflowId(this.accountId));
    for (let failures = 0; this.#isOwed && !this.signal.aborted;) {
      // A caller that asks while the signal is under way needs another one: this may be too early.
      this.#isOwed = false;
      try {
        await workflow.signal(syncSignal);
      } catch (error) {
        this.#isOwed = true;
        this.deps.log.warn({ err: error }, 'comparison of open orders not asked for yet');
        const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
        failures += 1;
        await sleep(pauseMs, undefined, { signal: this.signal }).catch(
          () => undefined, // aborted, so the loop ends
        );
      }
    }
    this.#asking = undefined;
  }
}
