import { asc, gt, max, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderEvents } from '../../drizzle/schema.js';
import { statement } from '../../drizzle/statement.js';
import type { OrderEventData } from '../domain/event.js';

/** A row of the outbox. Ids commit in order, so nothing is ever inserted before a known one. */
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

/** Returns the events after an id, oldest first, 200 at most. */
export function eventsAfter(db: Database, id: number): Promise<OutboxEvent[]> {
  return selectAfter(db, { id });
}

/** Returns the id of the newest event; 0 while there is none. */
export async function lastEventId(db: Database): Promise<number> {
  const [row] = await db.select({ last: max(orderEvents.id) }).from(orderEvents);
  return row?.last ?? 0;
}
