import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { StreamActivities, StreamWorkflowInput } from '../../workflows/messages.js';
import { FailureType } from '../domain/failure-type.js';
import type { FailureWatch } from '../alerts/failure-watch.js';
import type { Holdings } from './holdings.js';

/** Whoever holds a stream for so long does not fail to. */
const HELD_MS = 60_000;
/** A third of the heartbeat timeout, so that one late heartbeat loses no lease. */
const HEARTBEAT_INTERVAL_MS = 2_000;

export interface StreamActivityDependencies {
  readonly holdings: Holdings;
  readonly failures: FailureWatch;
  /** Returns a signal that aborts when all leases of this process have ended. */
  readonly lease: () => AbortSignal;
}

/** Returns the stream worker's one long activity. */
export function createStreamActivities(deps: StreamActivityDependencies): StreamActivities {
  return {
    async holdStream({ accountId }: StreamWorkflowInput): Promise<void> {
      const context = Context.current();
      const { attempt } = context.info;
      const heartbeat = setInterval(() => context.heartbeat({ attempt }), HEARTBEAT_INTERVAL_MS);
      const lost = new AbortController();
      const stopping = new AbortController();
      context.cancellationSignal.addEventListener('abort', () => {
        // When this worker stops, it has time to hand over. Otherwise another one may already have
        // it.
        (context.cancellationDetails?.workerShutdown ? stopping : lost).abort();
      });
      const step = { activity: 'holdStream', accountId };
      const heldSince = Date.now();
      const lease = AbortSignal.any([lost.signal, deps.lease()]);
      try {
        const end = await deps.holdings
          .hold(accountId, lease, stopping.signal)
          .catch(async (error: unknown) => {
            // What was held for minutes has not been failing for as long.
            if (Date.now() - heldSince > HELD_MS) await deps.failures.succeeded(step);
            await deps.failures.failed(step, error, Date.now());
            throw error;
          });
        await deps.failures.succeeded(step);
        if (end !== 'removed') throw handedOn(end === 'declined' ? '250 ms' : '10 ms', end);
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}

/** Makes another stream worker take the account over at once. */
function handedOn(nextRetryDelay: '250 ms' | '10 ms', why: string): ApplicationFailure {
  return ApplicationFailure.create({
    message: `not held by this stream worker any more: ${why}`,
    type: FailureType.STREAM_HANDED_ON,
    nextRetryDelay,
    category: ApplicationFailureCategory.BENIGN, // happens at every stop: no warning
  });
}
