import { alerts } from '../../drizzle/schema.js';
import type { Executor } from '../../drizzle/statement.js';
import type { Alert } from '../domain/alert.js';
import { redactText } from '../observability/log.js';

/**
 * Notes what an operator must know of; the same alert (account, code, subject) is noted once. Inside a
 * transaction it stands or falls with it; telling the operator is the sender's work, afterwards.
 */
export async function raiseAlert(db: Executor, alert: Alert): Promise<void> {
  const { accountId, clientOrderId, code, subject, message } = alert;
  await db
    .insert(alerts)
    // It leaves the house: an exchange's words in it may repeat a signed request.
    .values({ accountId, clientOrderId, code, subject, message: redactText(message) })
    .onConflictDoNothing();
}
