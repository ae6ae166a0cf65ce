import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** Which life of the database this is: one row. A restored backup begins another. */
export const databaseEpoch = pgTable(
  'database_epoch',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    /** One more than the number of restores that were noticed. */
    epoch: integer('epoch').notNull().default(1),
    /** When the latest restore was noticed; null if there has been none. */
    restoredAt: instant('restored_at'),
  },
  (table) => [check('database_epoch_only', sql`${table.isOnly}`)],
);
