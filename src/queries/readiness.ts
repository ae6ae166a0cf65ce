import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';

/** Resolves when the database answers and has our tables. @throws Error otherwise */
export async function probeTables(db: Database): Promise<void> {
  await db.execute(sql`select 1 from order_events limit 1`);
}
