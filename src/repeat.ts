import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './observability/log.js';

export interface Repetition {
  readonly pauseMs: number;
  readonly log: Logger;
  /** What the log says of a turn that failed; it ends nothing, the next turn comes as ever. */
  readonly complaint: string;
}

/** Takes a turn, pauses, and so on until the signal aborts. */
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
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
