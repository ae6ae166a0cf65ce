import { alerts } from '../../drizzle/schema.js';
import type { Executor } from '../../drizzle/statement.js';
import type { Alert } from '../domain/alert.js';
import { redactText } from '../observability/log.js';

/**
 * Records an alert for the operator. The same alert (account, code, subject) is recorded only once.
 * Within a transaction, it commits or rolls back with it. The alert sender sends it later.
 */
export async function raiseAlert(db: Executor, alert: Alert): Promise<void> {
  const { accountId, clientOrderId, code, subject, message } = alert;
  await db
    .insert(alerts)
    // It is sent out, and an exchange's words in it may repeat a signed request.
    .values({ accountId, clientOrderId, code, subject, message: redactText(message) })
    .onConflictDoNothing();
}
