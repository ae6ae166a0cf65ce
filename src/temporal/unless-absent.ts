import { WorkflowNotFoundError } from '@temporalio/client';

/**
 * Resolves with the result of a call to a workflow, or with `absent` if no workflow with its id is
 * running: none was started yet, or it has ended.
 */
export async function unlessAbsent<T>(call: () => Promise<T>, absent: T): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return absent;
  }
}
