import { activityInfo, Context } from '@temporalio/activity';
import { noAccount } from '../src/accounts/gateway.js';
import type { WatchedStep } from '../src/alerts/failure-watch.js';
import { raiseAlert } from '../src/alerts/raise-alert.js';
import { AlertCode } from '../src/domain/alert.js';
import type { OrderKey } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import { redactText } from '../src/observability/log.js';
import type { Dependencies } from './dependencies.js';

/** A step that fails this often, in about ten seconds, does not fail by chance. */
const ATTEMPTS_BEFORE_ALERT = 6;
/** Temporal gives up an attempt that takes longer (`workflows/local-step.ts`). */
const HANGS_AFTER_MS = 40_000;

/**
 * Runs an activity. Alerts the operator when it has been failing for a minute, or when its attempts
 * do not end.
 */
export async function watched<Result>(
  deps: Dependencies,
  step: WatchedStep,
  run: () => Promise<Result>,
): Promise<Result> {
  const startedAt = Date.now();
  const hanging = setInterval(() => {
    void deps.failures.failed(step, new Error('the attempt has not ended yet'), startedAt);
  }, HANGS_AFTER_MS);
  try {
    const result = await run();
    // The end of an attempt that was given up is no success: its result is lost.
    if (!Context.current().cancellationSignal.aborted) await deps.failures.succeeded(step);
    return result;
  } catch (error) {
    await deps.failures.failed(step, error, startedAt);
    throw error;
  } finally {
    clearInterval(hanging);
  }
}

/**
 * Runs a step of an order's life. Adds to its result whether the account's comparison asks for the
 * order, and alerts the operator when the step keeps failing, while Temporal retries it.
 */
export function watchedStep<Progress extends OrderProgress>(
  deps: Dependencies,
  activity: string,
  order: OrderKey,
  step: () => Promise<Progress>,
): Promise<Progress> {
  const { accountId, clientOrderId } = order;
  return watched(deps, { activity, accountId, subject: clientOrderId }, async () => {
    try {
      const progress = await step();
      // An order of an account that was removed can still be abandoned.
      const isSynced = (await deps.gateway.isSynced(accountId).catch(noAccount)) ?? false;
      return { ...progress, isSynced };
    } catch (error) {
      if (activityInfo().attempt === ATTEMPTS_BEFORE_ALERT) await alert(deps, order, error);
      throw error;
    }
  });
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
