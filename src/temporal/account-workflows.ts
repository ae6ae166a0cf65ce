import type { Client } from '@temporalio/client';
import type { AccountTracking } from '../../activities/dependencies.js';
import { syncSignal } from '../../workflows/messages.js';
import { accountWorkflowId } from '../domain/ids.js';
import { unlessAbsent } from './unless-absent.js';

/** Gives activities access to the workflows that own accounts. */
export function accountTracking(client: Client): AccountTracking {
  return {
    compare: (accountId) =>
      unlessAbsent(
        () => client.workflow.getHandle(accountWorkflowId(accountId)).signal(syncSignal),
        undefined,
      ),
  };
}
