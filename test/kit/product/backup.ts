import type { Sql } from 'postgres';
import { eventually } from '../eventually.js';

const DEADLOCK = '40P01';

/** All rows of all tables and the positions of all sequences, as a logical dump has them. */
export interface Backup {
  readonly tables: ReadonlyMap<string, string>;
  readonly sequences: ReadonlyMap<string, string | null>;
}

/** Copies a database at one instant, while others use it. */
export function backUp(sql: Sql): Promise<Backup> {
  return sql.begin('isolation level repeatable read', async (tx) => {
    const names = await tx<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'public'`;
    const tables = new Map<string, string>();
    for (const { name } of names) {
      const [row] = await tx<{ rows: string }[]>`
        select coalesce(json_agg(each), '[]')::text as rows from ${tx(name)} as each`;
      tables.set(name, row?.rows ?? '[]');
    }
    const counters = await tx<{ name: string; last: string | null }[]>`
      select sequencename as name, last_value::text as last from pg_sequences
      where schemaname = 'public'`;
    return { tables, sequences: new Map(counters.map(({ name, last }) => [name, last])) };
  });
}

/** Puts a database back to a backup in one transaction, while others use it. */
export async function restore(sql: Sql, backup: Backup): Promise<void> {
  await eventually('the database to be put back', async () => {
    try {
      await putBack(sql, backup);
      return true;
    } catch (error) {
      // All tables are locked while others hold some of them.
      if ((error as { code?: string }).code === DEADLOCK) return false;
      throw error;
    }
  });
}

async function putBack(sql: Sql, { tables, sequences }: Backup): Promise<void> {
  await sql.begin(async (tx) => {
    const names = [...tables.keys()];
    await tx.unsafe('set local session_replication_role = replica'); // rows come in any order
    await tx.unsafe(`truncate ${names.map((name) => `"${name}"`).join(', ')}`);
    for (const [name, rows] of tables) {
      await tx`
        insert into ${tx(name)} overriding system value
        select * from json_populate_recordset(null::${tx(name)}, ${rows}::text::json)`;
    }
    for (const [name, last] of sequences) {
      if (last === null) await tx`select setval(${name}::regclass, 1, false)`;
      else await tx`select setval(${name}::regclass, ${last}::bigint)`;
    }
  });
}
