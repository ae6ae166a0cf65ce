import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { eventually } from '../eventually.js';

/** There is always such a database, and nothing of ours in it. */
const MAINTENANCE = 'postgres';
/** The copy was made, but the answer was lost. */
const EXISTS = '42P04';
const WITHIN_MS = 60_000;

/** A copy of a whole database, made by Postgres itself, in the same cluster. */
export interface Backup {
  readonly name: string;
  /** Resolves with what is answered about the copy. */
  ask<T>(question: (sql: Sql) => Promise<T>): Promise<T>;
}

/**
 * Copies a database as of one instant. All connections to it are ended for that, and those that
 * come meanwhile wait until it is copied.
 */
export async function backUp(sql: Sql): Promise<Backup> {
  const name = `backup_${randomBytes(6).toString('hex')}`;
  await maintain(sql, (admin) => copy(admin, databaseOf(sql), name));
  return { name, ask: (question) => connected(sql, name, question) };
}

/**
 * Puts a database back to a backup, while others use it, and removes the backup. As with
 * `pg_restore --clean --create`, their connections end, for a moment there is no such database, and
 * then it is another one of the same name: no table has the identity that it had.
 *
 * @param whileMissing is done while there is no such database
 */
export async function restore(
  sql: Sql,
  backup: Backup,
  whileMissing: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const name = databaseOf(sql);
  await drop(sql, name);
  try {
    await whileMissing();
  } finally {
    await maintain(sql, (admin) => copy(admin, backup.name, name));
  }
  await drop(sql, backup.name);
}

async function drop(sql: Sql, name: string): Promise<void> {
  await maintain(sql, (admin) =>
    eventually(
      `${name} to be dropped`,
      () => admin.unsafe(`drop database if exists "${name}" with (force)`),
      WITHIN_MS,
    ),
  );
}

/** Postgres copies only a database to which nobody is connected: until then it refuses. */
async function copy(admin: Sql, from: string, to: string): Promise<void> {
  await eventually(
    `${from} to be copied`,
    async () => {
      await admin`
        select pg_terminate_backend(pid) from pg_stat_activity where datname = ${from}`;
      await admin.unsafe(`create database "${to}" template "${from}"`).catch((error: unknown) => {
        if ((error as { code?: string }).code !== EXISTS) throw error;
      });
      return true;
    },
    WITHIN_MS,
  );
}

function databaseOf(sql: Sql): string {
  return sql.options.database;
}

/** Does something on a connection to a database of the same server that is not the product's. */
export function maintain<T>(sql: Sql, use: (admin: Sql) => Promise<T>): Promise<T> {
  return connected(sql, MAINTENANCE, use);
}

/** Does something on a connection of its own to a database of the same server. */
async function connected<T>(
  { options }: Sql,
  database: string,
  use: (sql: Sql) => Promise<T>,
): Promise<T> {
  const { host, port, user, pass } = options;
  const sql = postgres({
    host: host[0] ?? '',
    port: port[0] ?? 0,
    user,
    pass: pass ?? '',
    database,
    max: 1,
    onnotice: () => {},
  });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 3 });
  }
}
