import { activityInfo } from '@temporalio/activity';
import { raiseAlert } from '../src/alerts/raise-alert.js';
import { AlertCode } from '../src/domain/alert.js';
import type { OrderKey } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import { redactText } from '../src/observability/log.js';
import type { Dependencies } from './dependencies.js';

/** A step that fails this often, in about ten seconds, does not fail by chance. */
const ATTEMPTS_BEFORE_ALERT = 6;

/**
 * Runs a step of an order's life. Adds to its result whether the account's comparison asks for the
 * order, and alerts the operator when the step keeps failing, while Temporal retries it.
 */
export async function watched(
  deps: Dependencies,
  order: OrderKey,
  step: () => Promise<OrderProgress>,
): Promise<OrderProgress> {
  try {
    const progress = await step();
    return { ...progress, isSynced: await deps.gateway.isSynced(order.accountId) };
  } catch (error) {
    if (activityInfo().attempt === ATTEMPTS_BEFORE_ALERT) await alert(deps, order, error);
    throw error;
  }
}

async function alert(deps: Dependencies, order: OrderKey, error: unknown): Promise<void> {
  const { accountId, clientOrderId } = order;
  const problem = redactText(error instanceof Error ? error.message : String(error)).slice(0, 300);
  try {
    await raiseAlert(deps.db, {
      accountId,
      clientOrderId,
      code: AlertCode.FILL_NOT_PROCESSED,
      subject: `${clientOrderId} ${new Date().toISOString().slice(0, 13)}`,
      message: `order ${clientOrderId}: what the exchange reports about it cannot be processed, and is tried again until it can: ${problem}`,
    });
  } catch (failure) {
    // The database cannot be reached, which is most likely why the step failed.
    deps.log.error({ err: failure, clientOrderId }, 'alert not raised');
  }
}
