import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { expect } from 'vitest';
import { eventually } from '../eventually.js';

/** Cuts every connection of the product, as a restarted proxy does. Returns how many there were. */
export async function cutConnections(sql: Sql): Promise<number> {
  const cut = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'filltrail-%'
      and application_name <> 'filltrail-test'`;
  return cut.length;
}

/**
 * Makes the next writes to some tables fail with an SQL state while something is done. Sequences
 * count the writes, since a rollback does not undo them. Returns when all of the writes have
 * failed.
 */
export async function whileWritesFail(
  sql: Sql,
  { tables, state, times }: { tables: readonly string[]; state: string; times: number },
  meanwhile: () => Promise<void>,
): Promise<void> {
  try {
    for (const table of tables) await sql.unsafe(failingTrigger(table, state, times));
    await meanwhile();
    for (const table of tables) {
      await eventually(`${times} writes to ${table} to fail`, async () => {
        const [row] = await sql.unsafe(`select last_value::int as count from fault_${table}`);
        return Number(row?.['count']) >= times;
      });
    }
  } finally {
    for (const table of tables) {
      await sql.unsafe(`
        drop trigger if exists fault_${table} on ${table};
        drop function if exists fault_${table}();
        drop sequence if exists fault_${table};`);
    }
  }
}

function failingTrigger(table: string, state: string, times: number): string {
  const name = `fault_${table}`;
  return `
    create sequence ${name};
    create function ${name}() returns trigger language plpgsql as $$
    begin
      if nextval('${name}') <= ${times} then
        raise exception 'made to fail' using errcode = '${state}';
      end if;
      return new;
    end $$;
    create trigger ${name} before insert or update on ${table}
      for each row execute function ${name}();`;
}

/**
 * Makes the database read-only while something is done, as a primary is that a failover has
 * replaced: everybody is cut off before and afterwards.
 */
export async function whileReadOnly(sql: Sql, meanwhile: () => Promise<void>): Promise<void> {
  const own = await sql.reserve(); // it must still be able to write
  const [row] = await own`select current_database() as name`;
  const database = `alter database "${row?.['name']}"`;
  try {
    await own.unsafe(`${database} set default_transaction_read_only = on`);
    expect(await cutConnections(sql)).toBeGreaterThan(0);
    await meanwhile();
  } finally {
    await own.unsafe(`${database} reset default_transaction_read_only`);
    await cutConnections(sql);
    own.release();
  }
}

/**
 * Locks everybody else out of a table for a while. Whoever needs it waits and keeps its connection.
 */
export async function holdTable(sql: Sql, table: string, ms: number): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction.unsafe(`lock table ${table} in access exclusive mode`);
    await sleep(ms); // the fault itself lasts this long
    const [row] = await sql`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    expect(row?.['waiting'], `connections that wait for ${table}`).toBeGreaterThan(0);
  });
}
