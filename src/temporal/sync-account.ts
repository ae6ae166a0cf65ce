import {
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { syncUpdate } from '../../workflows/messages.js';
import { accountWorkflowId } from '../domain/ids.js';
import type { SyncReport } from '../domain/sync-report.js';

/** Enough for two reads of five seconds, and some patience with a busy worker. */
const WAIT_MS = 20_000;

export type SyncOutcome =
  | { readonly kind: 'compared'; readonly report: SyncReport }
  /** The exchange did not answer. */
  | { readonly kind: 'failed'; readonly problem: string }
  /** No worker answered, or the account's workflow is not running yet. */
  | { readonly kind: 'not_answered' };

/**
 * Asks for a comparison of an account's open orders with the exchange's, and waits for its result.
 */
export async function syncAccountNow(client: Client, accountId: number): Promise<SyncOutcome> {
  try {
    const report = await client.withDeadline(Date.now() + WAIT_MS, () =>
      client.workflow.getHandle(accountWorkflowId(accountId)).executeUpdate(syncUpdate),
    );
    return report.problem === undefined
      ? { kind: 'compared', report }
      : { kind: 'failed', problem: report.problem };
  } catch (error) {
    const isUnanswered =
      error instanceof WorkflowNotFoundError ||
      error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;
    if (!isUnanswered) throw error;
    return { kind: 'not_answered' };
  }
}
