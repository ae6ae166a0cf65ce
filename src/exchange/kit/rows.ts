import { z } from 'zod';
import type { OnUnreadable } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import { nameOf, notAsDocumented, type CallName } from './parse-answer.js';

/** A row of a list that is not as documented. */
export class UnreadableRow {
  constructor(
    /** Names the fields at fault. */
    readonly problem: string,
    /** The row as it came. It serves to recognise the same row again. */
    readonly text: string,
  ) {}
}

/**
 * Returns the schema of a row that may be unreadable without spoiling its list (P8).
 * {@link readableRows} separates the two kinds.
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
 * @throws ExchangeFailure on the first unreadable row, if there is no `onUnreadable`
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
