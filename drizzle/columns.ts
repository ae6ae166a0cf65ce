import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { customType, numeric } from 'drizzle-orm/pg-core';

/** Money and quantity: unconstrained `numeric`, read and written as decimal strings. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- drizzle infers the column
export const amount = (name: string) => numeric(name);
/** `timestamptz`, read and written as ISO 8601 in UTC with milliseconds. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
});
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- drizzle infers the column
export const createdAt = () =>
  instant('created_at')
    .notNull()
    .default(sql`now()`);
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- drizzle infers the column
export const updatedAt = () =>
  instant('updated_at')
    .notNull()
    .default(sql`now()`)
    .$onUpdate(() => sql`now()`);

/** How long ago an instant was, in milliseconds, by the database's clock. */
export function millisecondsSince(instantValue: SQLWrapper): SQL<number> {
  return sql<number>`(extract(epoch from now() - ${instantValue}) * 1000)::float8`;
}

// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- drizzle infers the columns
export const timestamps = () => ({ createdAt: createdAt(), updatedAt: updatedAt() });
