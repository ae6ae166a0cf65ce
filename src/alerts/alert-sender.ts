import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../drizzle/database.js';
import type { Logger } from '../observability/log.js';
import { ChannelError, type AlertChannel } from './channels/channel.js';

/**
 * The most that an alert is noticed late. There is no hint, because alerts are raised inside
 * orders' transactions.
 */
const POLL_INTERVAL_MS = 1_000;
/** Chats accept about one message a second before they ask for a pause. */
const BETWEEN_MESSAGES_MS = 1_000;
/** After failures, the pause doubles from the first value to the second. */
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/**
 * A day, however long a channel asks for: timers have a limit, and older alerts are not sent
 * anyway.
 */
const LONGEST_OBEDIENCE_MS = 86_400_000;

export interface AlertSenderDependencies {
  readonly db: Database;
  /** Without any, alerts are stored and shown but not sent. */
  readonly channels: readonly AlertChannel[];
  readonly log: Logger;
}

interface WaitingAlert extends Record<string, unknown> {
  readonly id: string;
  readonly code: string;
  readonly account: string;
  readonly client_order_id: string | null;
  readonly message: string;
}

/**
 * Sends new alerts to the operator, by every channel, until the signal aborts.
 *
 * Any number of workers do this at the same time. Each holds the row lock of the alert that it is
 * sending. An alert whose confirmation was lost is sent again, by every channel: twice is better
 * than not at all.
 */
export async function runAlertSender(
  deps: AlertSenderDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { channels } = deps;
  if (channels.length === 0) return;
  let failures = 0;
  while (!signal.aborted) {
    let pauseMs: number;
    try {
      const isSent = await deps.db.transaction((tx) => sendOldest(tx, channels, signal));
      failures = 0;
      pauseMs = isSent ? BETWEEN_MESSAGES_MS : POLL_INTERVAL_MS;
    } catch (error) {
      if (signal.aborted) return;
      pauseMs = pauseAfter(error, failures);
      failures += 1;
      deps.log.warn({ err: error, retryInMs: pauseMs }, 'alert not sent yet');
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: ends above
  }
}

/** Sends the oldest alert that nobody else is sending. Resolves with whether there was one. */
async function sendOldest(
  tx: Transaction,
  channels: readonly AlertChannel[],
  signal: AbortSignal,
): Promise<boolean> {
  const [alert] = await tx.execute<WaitingAlert>(sql`
    select alert.id, alert.code, alert.client_order_id, alert.message,
           coalesce(account.name, alert.account_id::text) as account
    from alerts as alert left join accounts as account on account.id = alert.account_id
    where alert.sent_at is null and alert.created_at > now() - interval '24 hours'
    order by alert.id
    limit 1
    for update of alert skip locked`);
  if (!alert) return false;
  // A channel may take longer to answer than a transaction may otherwise be idle.
  await tx.execute(sql`set local idle_in_transaction_session_timeout = '20s'`);
  for (const channel of channels) await channel.send(textOf(alert), signal);
  await tx.execute(
    sql`update alerts set sent_at = now(), updated_at = now() where id = ${alert.id}`,
  );
  return true;
}

function textOf({ code, account, client_order_id: clientOrderId, message }: WaitingAlert): string {
  const order = clientOrderId === null ? '' : `\nOrder: ${clientOrderId}`;
  return `${code} on account ${account}\n${message}${order}`;
}

/** Returns the pause that a channel asked for, or one that grows with each failure. */
function pauseAfter(error: unknown, failures: number): number {
  const asked = error instanceof ChannelError ? error.retryAfterMs : undefined;
  if (asked !== undefined)
    return Math.min(Math.max(asked, SHORTEST_PAUSE_MS), LONGEST_OBEDIENCE_MS);
  return Math.min(SHORTEST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS);
}
