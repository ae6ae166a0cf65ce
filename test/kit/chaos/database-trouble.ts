import type { Sql } from 'postgres';

const WRITTEN = ['open_orders', 'trade_executions', 'trades', 'failed_orders', 'order_events'];
/** One write in three fails, so that a repeated step succeeds in the end. */
const SHARE = 0.33;

/** Prepares the database to refuse writes on demand. */
export async function prepareTrouble(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table chaos_trouble (state text not null, until timestamptz not null);
    create function chaos_fail() returns trigger language plpgsql as $$
    declare trouble text;
    begin
      select state into trouble from chaos_trouble where until > clock_timestamp() limit 1;
      if trouble is not null and random() < ${SHARE} then
        raise exception 'failing as planned' using errcode = trouble;
      end if;
      return null;
    end $$;
    ${WRITTEN.map(
      (table) =>
        `create trigger chaos_${table} after insert or update or delete on ${table}
           for each statement execute function chaos_fail();`,
    ).join('\n')}
  `);
}

/** Makes some writes fail with an SQL state, for a while. */
export async function failWrites(sql: Sql, state: string, forMs: number): Promise<void> {
  await sql`
    insert into chaos_trouble
    values (${state}, clock_timestamp() + make_interval(secs => ${forMs / 1000}))`;
}

/** Ends every connection except this one. */
export async function terminateConnections(sql: Sql): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
}

/** Locks everybody else out of a table, for a while. */
export async function lockTable(sql: Sql, table: string, forMs: number): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction.unsafe(`lock table ${table} in access exclusive mode`);
    await transaction`select pg_sleep(${forMs / 1000})`;
  });
}

/** Ends any of these faults that are still active. */
export async function endTrouble(sql: Sql): Promise<void> {
  await sql`delete from chaos_trouble`;
}
