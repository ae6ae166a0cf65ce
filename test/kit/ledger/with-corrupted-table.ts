import type { Sql } from 'postgres';

/**
 * Runs `look` on a database in which one statement has changed a table, and undoes the change.
 * Nobody else may write to the table in the meantime.
 */
export async function withCorruptedTable<T>(
  sql: Sql,
  table: string,
  corrupt: () => Promise<unknown>,
  look: () => Promise<T>,
): Promise<T> {
  await sql`create table backup as table ${sql(table)}`;
  try {
    await corrupt();
    return await look();
  } finally {
    await sql`delete from ${sql(table)}`;
    await sql`insert into ${sql(table)} table backup`;
    await sql`drop table backup`;
  }
}
