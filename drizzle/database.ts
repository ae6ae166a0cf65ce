import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.js';
import { endWithConnections } from './transactions.js';

/** A pool of connections to a database with our tables. */
export type Database = PostgresJsDatabase<typeof schema>;
/** One connection of the pool, inside a transaction. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseConnection {
  readonly db: Database;
  /** The underlying driver, for LISTEN and NOTIFY. */
  readonly sql: postgres.Sql;
  readonly close: () => Promise<void>;
}

/**
 * Opens a pool.
 *
 * @param databaseUrl `postgres://…`
 * @param options `name` shows in `pg_stat_activity`; `poolSize` is the maximum number of
 *   connections
 */
export function connectDatabase(
  databaseUrl: string,
  options: { name: string; poolSize?: number },
): DatabaseConnection {
  const sql = postgres(databaseUrl, {
    max: options.poolSize ?? 10,
    connect_timeout: 5,
    onnotice: () => {},
    // A connection that ends while it asks for the types of arrays holds its first query until the
    // next time that it connects, and then fails where nobody can catch it. So arrays in results
    // are text, unless drizzle knows the column.
    fetch_types: false,
    connection: {
      application_name: `filltrail-${options.name}`,
      TimeZone: 'UTC',
      // A process frozen inside a transaction must not hold the outbox lock for ever.
      idle_in_transaction_session_timeout: 10_000,
      statement_timeout: 30_000,
    },
  });
  endWithConnections(sql);
  return {
    db: drizzle(sql, { schema }),
    sql,
    close: () => sql.end({ timeout: 3 }),
  };
}
