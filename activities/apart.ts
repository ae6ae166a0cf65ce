import type { WatchedStep } from '../src/alerts/failure-watch.js';
import { ExchangeFailure } from '../src/exchange/failure.js';
import type { Dependencies } from './dependencies.js';

/**
 * Does one piece of a step, apart from the others: if it fails, they are still done, and it is
 * tried again with the next step. The operator is told if it goes on failing.
 *
 * @returns the failure, or `null` if there was none
 */
export async function apart(
  deps: Dependencies,
  step: WatchedStep,
  run: () => Promise<void>,
): Promise<unknown> {
  const startedAt = Date.now();
  try {
    await run();
    await deps.failures.succeeded(step);
    return null;
  } catch (error) {
    deps.log.warn({ err: error, ...step }, 'a part of a step is not done yet');
    // What we did not even ask has not failed.
    const isPaused = error instanceof ExchangeFailure && error.origin === 'paused';
    if (!isPaused) await deps.failures.failed(step, error, startedAt);
    return error;
  }
}
