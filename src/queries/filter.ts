import { and, eq, inArray, lt, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { MAX_INTEGER } from '../../drizzle/limits.js';
import { strategies } from '../../drizzle/schema.js';
import type { FieldFault } from '../domain/denial.js';
import { readAnySymbol } from '../exchange/symbols.js';

/** Rows of a page if the reader does not set a limit. */
export const DEFAULT_LIMIT = 100;
/** The most rows that a page may have. */
const MAXIMUM_LIMIT = 500;

const anId = 'an id: a whole number above zero';
const aCount = `a whole number from 1 to ${MAXIMUM_LIMIT}`;

/** Returns the schema of a whole number above zero in text from a query or a command line. */
function wholeNumber(expected: string, most: number) {
  return z
    .string(expected)
    .regex(/^[1-9]\d{0,15}$/, expected)
    .transform(Number)
    .refine((value) => value <= most, expected);
}

const parentId = wholeNumber(anId, MAX_INTEGER);
const rowId = wholeNumber(anId, Number.MAX_SAFE_INTEGER);
const rowCount = wholeNumber(aCount, MAXIMUM_LIMIT);

const aMarket = 'a market such as BTC/USDT';
const aName = 'the name of a strategy';

const listFilterSchema = z.object({
  accountId: parentId.optional(),
  strategyId: parentId.optional(),
  /** A strategy's name. */
  strategy: z.string(aName).min(1, aName).optional(),
  /**
   * In any notation that an alert to any exchange may use. Becomes all markets that it may mean.
   */
  symbol: z
    .string(aMarket)
    .transform((text, context) => {
      const symbols = readAnySymbol(text);
      if (symbols.length > 0) return symbols;
      context.addIssue({ code: 'custom', message: aMarket });
      return z.NEVER;
    })
    .optional(),
  limit: rowCount.optional(),
  /** Only rows with a smaller id: pass the last id of the previous page. */
  before: rowId.optional(),
});

/** Which rows a list contains; newest first. */
export type ListFilter = z.infer<typeof listFilterSchema>;

/** A list's filter, or which field of it is not as expected. */
export type FilterReading =
  { readonly filter: ListFilter } | { readonly fault: Omit<FieldFault, 'received'> };

/**
 * Reads a list's filter from query parameters or command line options.
 *
 * @param given values by the names of {@link ListFilter}'s fields
 */
export function readListFilter(given: Readonly<Record<string, unknown>>): FilterReading {
  const parsed = listFilterSchema.safeParse(given);
  if (parsed.success) return { filter: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    fault: { field: String(issue?.path[0]), expected: issue?.message ?? 'readable' },
  };
}

interface FilteredTable {
  readonly id: PgColumn;
  readonly accountId?: PgColumn;
  readonly strategyId: PgColumn;
  readonly symbol: PgColumn;
}

/**
 * Returns the condition of a filter on a table that is joined with `strategies`. A table without an
 * account column is filtered by its strategy's account.
 */
export function conditionOf(filter: ListFilter, table: FilteredTable): SQL | undefined {
  const account = table.accountId ?? strategies.accountId;
  return and(
    filter.accountId === undefined ? undefined : eq(account, filter.accountId),
    filter.strategyId === undefined ? undefined : eq(table.strategyId, filter.strategyId),
    filter.strategy === undefined ? undefined : eq(strategies.name, filter.strategy),
    filter.symbol === undefined ? undefined : inArray(table.symbol, filter.symbol),
    filter.before === undefined ? undefined : lt(table.id, filter.before),
  );
}

/** Returns how many rows to read: what the filter asks for, within bounds. */
export function limitOf(filter: ListFilter): number {
  return Math.min(Math.max(filter.limit ?? DEFAULT_LIMIT, 1), MAXIMUM_LIMIT);
}
