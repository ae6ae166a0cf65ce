import { sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

type Columns<Field extends string> = Readonly<Record<Field, PgColumn>>;

/** Returns the column names of a table's fields, in the same order, for a column list. */
export function columnNames<Field extends string>(
  table: Columns<Field>,
  fields: readonly Field[],
): SQL {
  return sql.join(
    fields.map((field) => sql.identifier(table[field].name)),
    sql`, `,
  );
}

/**
 * Returns placeholders with the names of their fields, for a select list that is inserted. Postgres
 * takes a parameter there for text unless it is cast.
 */
export function typedPlaceholders<Field extends string>(
  table: Columns<Field>,
  fields: readonly Field[],
): SQL {
  return sql.join(
    fields.map((field) => sql`${sql.placeholder(field)}::${columnType(table[field])}`),
    sql`, `,
  );
}

/** Returns a column's type in SQL notation: `numeric`. */
export function columnType(column: PgColumn): SQL {
  return sql.raw(column.getSQLType());
}
