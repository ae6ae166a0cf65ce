import { z } from 'zod';
import type { OnUnreadable } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import { nameOf, notAsDocumented, type CallName } from './parse-answer.js';

/** A row of a list that is not as documented. */
export class UnreadableRow {
  constructor(
    /** Names the fields. */
    readonly problem: string,
    /** As it came: by it one such row is known from another. */
    readonly text: string,
  ) {}
}

/**
 * Returns the schema of a row whose list counts although the row may be unreadable (E8);
 * {@link readableRows} sorts them.
 */
export function anyRow<T>(row: z.ZodType<T>): z.ZodType<T | UnreadableRow> {
  return z.unknown().transform((value): unknown => {
    const parsed = row.safeParse(value);
    if (parsed.success) return parsed.data;
    return new UnreadableRow(notAsDocumented(parsed.error, 'row'), JSON.stringify(value));
  }) as z.ZodType<T | UnreadableRow>;
}

/**
 * Returns the rows that are as documented, and reports each of the others once.
 *
 * @throws ExchangeFailure on the first of the others when there is nobody to report it to
 */
export function readableRows<T>(
  what: CallName,
  rows: readonly (T | UnreadableRow)[],
  onUnreadable?: OnUnreadable,
): T[] {
  const good: T[] = [];
  const bad = new Map<string, string>();
  for (const row of rows) {
    if (row instanceof UnreadableRow) bad.set(row.text, row.problem);
    else good.push(row);
  }
  for (const problem of bad.values()) {
    const message = `${nameOf(what)}: a row of the answer is not as documented: ${problem}`;
    if (!onUnreadable) throw new ExchangeFailure(message, 'unreadable');
    onUnreadable(message);
  }
  return good;
}
