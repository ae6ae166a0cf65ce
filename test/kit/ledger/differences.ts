import { isDifference } from '../../../src/demo/compare-ledger.js';
import type { ComparedRow } from '../../../src/demo/compared-rows.js';
import { isDecimalString, normalise } from '../../../src/domain/decimal.js';

/** Returns a line for each difference between the exchange's ledger and the tables. */
export function linesOfDifferences(rows: readonly ComparedRow[]): string[] {
  return rows.filter(isDifference).map(({ account, kind, key, differing, exchange, database }) => {
    const sides = `exchange ${JSON.stringify(exchange)}, database ${JSON.stringify(database)}`;
    return `${account}: ${kind} ${key} differs in ${differing.join(', ')}: ${sides}`;
  });
}

/**
 * Returns a line for each figure in the tables that has the right value but not its shortest form:
 * `0.30` instead of `0.3`. Answers and events show figures as they are recorded.
 */
export function linesOfUnplainFigures(rows: readonly ComparedRow[]): string[] {
  return rows.flatMap(({ account, kind, key, database = {} }) =>
    Object.entries(database).flatMap(([field, value]) =>
      value === null || !isDecimalString(value) || normalise(value) === value
        ? []
        : [`${account}: ${kind} ${key}: ${field} is written ${value}`],
    ),
  );
}
