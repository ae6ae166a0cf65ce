import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, pgTable } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/**
 * Which life of the database this is: one row. Its mark only ever rises, so a mark that is lower
 * than one that was seen before means that the database was restored from a backup.
 */
export const databaseEpoch = pgTable(
  'database_epoch',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    /** Counts the restores that were noticed, from 1. */
    epoch: integer('epoch').notNull().default(1),
    mark: bigint('mark', { mode: 'number' }).notNull().default(0),
    /** When the latest restore was noticed; null if there has been none. */
    restoredAt: instant('restored_at'),
  },
  (table) => [check('database_epoch_only', sql`${table.isOnly}`)],
);
