import { WorkflowNotFoundError } from '@temporalio/client';

/**
 * Resolves with what a call to a workflow returns, or with `absent` when no workflow of its id
 * runs: none was started yet, or it has ended.
 */
export async function unlessAbsent<T>(call: () => Promise<T>, absent: T): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return absent;
  }
}
