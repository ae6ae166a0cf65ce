import { sql, type Placeholder, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Database, Transaction } from './database.js';
import * as schema from './schema.js';

/** Whatever can run a statement: a pool, or a connection inside a transaction. */
export type Executor = Database | Transaction;

/** Values of a statement's placeholders, by name. */
export type StatementValues = Readonly<Record<string, unknown>>;

/** Returns placeholders by name, for the values of a statement that is built once. */
export function placeholders<const Name extends string>(
  names: readonly Name[],
): Record<Name, Placeholder<Name>> {
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as Record<
    Name,
    Placeholder<Name>
  >;
}

interface Prepared<Result> {
  execute(values: StatementValues): Promise<Result>;
}

/** Builds statements without a connection. */
const builder = drizzle.mock({ schema });
const dialect = new PgDialect();

/**
 * Defines a statement that is built once, and that Postgres plans once on each connection. Building
 * and planning it each time was a large part of an order's work. So statements that every order
 * needs are defined this way; others are written where they are used.
 *
 * @param name unique among statements
 * @param build returns the query, with `sql.placeholder(…)` for what varies
 * @returns a function that runs it; drizzle's own prepared queries cannot be run inside a
 *   transaction
 */
export function statement<Result>(
  name: string,
  build: (db: Database) => { prepare(name: string): Prepared<Result> },
): (executor: Executor, values: StatementValues) => Promise<Result> {
  return runnable(() => build(builder).prepare(name));
}

/** Does the same for a statement in plain SQL. Rows have the columns' own names. */
export function sqlStatement<Row extends object>(
  name: string,
  query: SQL,
): (executor: Executor, values: StatementValues) => Promise<readonly Row[]> {
  return runnable(
    () =>
      builder._.session.prepareQuery(
        dialect.sqlToQuery(query),
        undefined,
        name,
        false,
      ) as unknown as Prepared<readonly Row[]>,
  );
}

function runnable<Result>(
  prepare: () => Prepared<Result>,
): (executor: Executor, values: StatementValues) => Promise<Result> {
  let prepared: Prepared<Result> | undefined;
  return (executor, values) => {
    prepared ??= prepare();
    // Runs the same statement on the executor's connection instead of the one it was built for.
    const { client } = executor._.session as unknown as { client: unknown };
    const bound = Object.create(prepared, { client: { value: client } }) as Prepared<Result>;
    return bound.execute(values);
  };
}
