import { setTimeout as sleep } from 'node:timers/promises';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import type { Database } from '../../drizzle/database.js';
import { abandonUpdate, cancelUpdate } from '../../workflows/messages.js';
import { isTerminal, type TerminalStatus } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';
import { findOrder } from '../queries/find-order.js';
import type { FoundOrder } from '../queries/order-summary.js';
import { clusterIdOf } from './own-server.js';

/** How long to wait for a workflow's answer: longer than a cancel takes on a slow exchange. */
const ANSWER_WAIT_MS = 20_000;
/** How long to wait for a missing workflow: longer than a worker takes to come back. */
const START_WAIT_MS = 10_000;
const START_PAUSE_MS = 50;

export type CancelOutcome =
  /** The exchange has answered and the order has ended, perhaps by a fill that came first. */
  | { readonly kind: 'ended'; readonly progress: OrderProgress }
  /** The exchange has not confirmed: as far as we know, the order is still open. */
  | { readonly kind: 'unconfirmed'; readonly progress: OrderProgress }
  /** There was nothing to cancel. */
  | { readonly kind: 'ended_before'; readonly status: TerminalStatus }
  | { readonly kind: 'ended_meanwhile' }
  /** No workflow has taken the order up, so nothing was asked. */
  | { readonly kind: 'not_started' }
  /** Temporal does not answer, so nothing was asked. */
  | { readonly kind: 'not_reached' }
  /** The workflow was asked, but no worker has answered. The cancel will be carried out later. */
  | { readonly kind: 'not_answered' };

/** What is asked of an order's workflow. */
type EndUpdate = typeof cancelUpdate;

interface Reach {
  readonly db: Database;
  readonly client: Client;
}

/**
 * Asks an order's workflow to cancel it, and waits for the exchange's answer. An order that was
 * accepted a moment ago may not have its workflow yet; this function waits for it.
 */
export function requestCancel(reach: Reach, order: FoundOrder): Promise<CancelOutcome> {
  return requestEnd(reach, order, cancelUpdate);
}

/** Asks an order's workflow to end it without the exchange, and waits until it has. */
export function requestAbandon(reach: Reach, order: FoundOrder): Promise<CancelOutcome> {
  return requestEnd(reach, order, abandonUpdate);
}

async function requestEnd(
  { db, client }: Reach,
  order: FoundOrder,
  update: EndUpdate,
): Promise<CancelOutcome> {
  const { status, workflowId } = order;
  if (isTerminal(status)) return { kind: 'ended_before', status };
  // A call that times out does not say whether Temporal has it, so this is found out first.
  const isReached = await clusterIdOf(client.connection).then(
    () => true,
    () => false,
  );
  if (!isReached) return { kind: 'not_reached' };
  const startDeadline = Date.now() + START_WAIT_MS;
  for (;;) {
    try {
      const progress = await client.withDeadline(Date.now() + ANSWER_WAIT_MS, () =>
        client.workflow.getHandle(workflowId).executeUpdate(update),
      );
      return { kind: isTerminal(progress.status) ? 'ended' : 'unconfirmed', progress };
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return { kind: 'ended_meanwhile' };
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
        return { kind: 'not_answered' };
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const now = await findOrder(db, order);
      if (!now || isTerminal(now.status)) return { kind: 'ended_meanwhile' };
      if (Date.now() > startDeadline) return { kind: 'not_started' };
      await sleep(START_PAUSE_MS);
    }
  }
}
