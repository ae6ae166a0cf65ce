import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { MIGRATION_LOCK } from './locks.js';

/**
 * Migrates the database to the newest schema. Several processes may call it at the same time:
 * drizzle's migrator takes no lock, so this takes an advisory lock.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await runMigrations(drizzle(sql), { migrationsFolder: migrationsFolder() });
    await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Returns the folder of the migrations. It is beside this file in the sources, and beside `dist`
 * when compiled.
 */
function migrationsFolder(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return here.replace(/([\\/])dist[\\/]drizzle[\\/]$/, '$1drizzle$1').concat('migrations');
}
