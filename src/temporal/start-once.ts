import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

/**
 * Starts a workflow, unless one with the same id has been started already.
 *
 * @param start starts it; fails when the id is taken
 * @returns whether this call started it
 */
export async function startOnce(start: () => Promise<unknown>): Promise<boolean> {
  try {
    await start();
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return false;
  }
}
