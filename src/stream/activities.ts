import { activityInfo, ApplicationFailure, Context } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { AccountWorkflowInput, StreamActivities } from '../../workflows/messages.js';
import { FailureType } from '../domain/errors.js';
import { holdAccountStream, type StreamDependencies } from './hold-stream.js';

/** A third of the heartbeat timeout: one late heartbeat loses no lease. */
const HEARTBEAT_INTERVAL_MS = 2_000;

/** Returns the stream worker's one long activity. */
export function createStreamActivities(deps: StreamDependencies): StreamActivities {
  return {
    async holdStream(input: AccountWorkflowInput): Promise<void> {
      const context = Context.current();
      const heartbeat = setInterval(() => {
        context.heartbeat({ attempt: activityInfo().attempt });
      }, HEARTBEAT_INTERVAL_MS);
      try {
        await holdAccountStream(deps, { ...input, signal: context.cancellationSignal });
      } finally {
        clearInterval(heartbeat);
      }
      if (context.cancellationSignal.aborted) {
        // Retryable: another stream worker takes the account over at once.
        throw ApplicationFailure.create({
          message: 'the stream worker stops or has lost its lease',
          type: FailureType.STREAM_WORKER_STOPPING,
          category: ApplicationFailureCategory.BENIGN, // part of every stop: no warning
        });
      }
    },
  };
}
