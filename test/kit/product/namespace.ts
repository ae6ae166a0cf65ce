import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { inject } from 'vitest';
import { registerSearchAttributes } from '../../../src/temporal/register-search-attributes.js';
import { eventually } from '../eventually.js';

const KNOWN_WITHIN_MS = 60_000;

/** Creates a namespace of its own, so that no other file's worker takes its tasks. */
export async function createNamespace(): Promise<string> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    // The server's own caches learn of the namespace within seconds.
    await eventually(
      `namespace ${namespace}`,
      async () => {
        await registerSearchAttributes(connection, namespace);
        await connection.workflowService.listOpenWorkflowExecutions({ namespace });
        return true;
      },
      KNOWN_WITHIN_MS,
    );
    return namespace;
  } finally {
    await connection.close();
  }
}
