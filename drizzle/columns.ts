import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { customType, numeric } from 'drizzle-orm/pg-core';

/* eslint-disable @typescript-eslint/explicit-module-boundary-types -- drizzle infers columns */

/** Money and quantity: unconstrained `numeric`, read and written as decimal strings. */
export const amount = (name: string) => numeric(name);

/** `timestamptz`, read and written as ISO 8601 in UTC with milliseconds. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
});

/** Set when a row is inserted. */
export const createdAt = () =>
  instant('created_at')
    .notNull()
    .default(sql`now()`);

/** Updated by every update that drizzle builds. Plain SQL must set it itself. */
const updatedAt = () =>
  instant('updated_at')
    .notNull()
    .default(sql`now()`)
    .$onUpdate(() => sql`now()`);

/** Returns how long ago an instant was, in milliseconds, by the database's clock. */
export function millisecondsSince(instantValue: SQLWrapper): SQL<number> {
  return sql<number>`(extract(epoch from now() - ${instantValue}) * 1000)::float8`;
}

/** The two columns that almost every table has. */
export const timestamps = () => ({ createdAt: createdAt(), updatedAt: updatedAt() });
