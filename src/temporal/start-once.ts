import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

/**
 * Starts a workflow whose id makes starting it twice starting it once.
 *
 * @param start starts it; fails when the id is taken
 * @returns whether it was started now
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
