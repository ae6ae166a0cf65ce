import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './observability/log.js';

export interface Repetition {
  readonly pauseMs: number;
  readonly log: Logger;
  /** The log message for a failed turn. The next turn comes as usual. */
  readonly complaint: string;
}

/** Calls `turn`, pauses, and repeats this until the signal aborts. A failed turn is logged. */
export async function repeat(
  turn: () => Promise<unknown>,
  { pauseMs, log, complaint }: Repetition,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await turn();
    } catch (error) {
      log.warn({ err: error }, complaint);
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined); // aborted, so the loop ends
  }
}
