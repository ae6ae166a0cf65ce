import { sql, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../../drizzle/database.js';
import { OUTBOX_LOCK } from '../../drizzle/locks.js';
import { sqlStatement, type StatementValues } from '../../drizzle/statement.js';
import type { OrderEventData } from '../domain/event.js';

const lockKey = sql.raw(String(OUTBOX_LOCK));

/** Draws the numbers after the lock is held: the rows come out of the `locked` relation. */
const insertEvents = sql`
  insert into order_events (type, account_id, strategy_id, client_order_id, data)
  select event->>'type', (event->>'accountId')::int, (event->>'strategyId')::int,
         event->>'clientOrderId', event
  from locked, json_array_elements(${sql.placeholder('events')}::json) as event
`;

const append = sqlStatement(
  'append_events',
  sql`with locked as materialized (select pg_advisory_xact_lock(${lockKey})) ${insertEvents}`,
);

/**
 * Appends events to the outbox in the caller's transaction.
 *
 * Identity values commit out of order, so a reader of `id > n` could skip a late commit. The lock
 * is taken before the numbers are drawn and held to the end of the transaction: ids commit in
 * order (B7).
 */
export async function appendEvents(
  tx: Transaction,
  events: readonly OrderEventData[],
): Promise<void> {
  if (events.length > 0) await append(tx, { events: JSON.stringify(events) });
}

/**
 * Defines a change that is written with its events in one statement, which is its own transaction:
 * nothing is written when the change changes no row.
 *
 * @param change an `insert` or `update` with a `returning` clause
 * @returns a function that resolves with whether it changed anything
 */
export function changeWithEvents(
  name: string,
  change: SQL,
): (db: Database, values: StatementValues, events: readonly OrderEventData[]) => Promise<boolean> {
  const run = sqlStatement(
    name,
    sql`
      with changed as (${change}),
           locked as materialized (select pg_advisory_xact_lock(${lockKey}) from changed)
      ${insertEvents}
      returning id
    `,
  );
  return async (db, values, events) =>
    (await run(db, { ...values, events: JSON.stringify(events) })).length > 0;
}
