import { asc, gt, max, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderEvents } from '../../drizzle/schema.js';
import { statement } from '../../drizzle/statement.js';
import type { OrderEventData } from '../domain/event.js';

/** A row of the outbox. Ids commit in order, so no row ever appears before a known one. */
export interface OutboxEvent {
  readonly id: number;
  readonly data: OrderEventData;
}

const BATCH = 200;

const selectAfter = statement('events_after', (db) =>
  db
    .select({ id: orderEvents.id, data: orderEvents.data })
    .from(orderEvents)
    .where(gt(orderEvents.id, sql.placeholder('id')))
    .orderBy(asc(orderEvents.id))
    .limit(BATCH),
);

/** Returns the events after an id, oldest first, at most one batch. */
export function eventsAfter(db: Database, id: number): Promise<OutboxEvent[]> {
  return selectAfter(db, { id });
}

/** Returns the id of the newest event, or 0 if there is none. */
export async function lastEventId(db: Database): Promise<number> {
  const [row] = await db.select({ last: max(orderEvents.id) }).from(orderEvents);
  return row?.last ?? 0;
}
