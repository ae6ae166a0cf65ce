import { sql, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../../drizzle/database.js';
import { OUTBOX_LOCK } from '../../drizzle/locks.js';
import { sqlStatement, type StatementValues } from '../../drizzle/statement.js';
import type { OrderEventData } from '../domain/event.js';

const lockKey = sql.raw(String(OUTBOX_LOCK));

/** Draws ids only once the lock is held, since the rows come out of the `locked` relation. */
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
 * Without a lock, ids would commit out of order, and a reader of `id > n` could skip a late commit.
 * The lock is taken before ids are drawn and is held to the end of the transaction, so that ids
 * commit in order (B7).
 */
export async function appendEvents(
  tx: Transaction,
  events: readonly OrderEventData[],
): Promise<void> {
  if (events.length > 0) await append(tx, { events: JSON.stringify(events) });
}

/**
 * Defines a change that is written together with its events in one statement, its own transaction.
 * When it changes no row, no event is written.
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
