import type { CommandContext } from './context.js';

/** The option that every command has. */
export interface OutputOptions {
  readonly json?: boolean;
}

export const JSON_OPTION = ['--json', 'print one JSON document'] as const;

/** Prints a command's result: one JSON document, or words for people. */
export function printResult(
  context: CommandContext,
  options: OutputOptions,
  result: unknown,
  words: () => string,
): void {
  context.write(`${options.json ? JSON.stringify(result, null, 2) : words()}\n`);
}

/** A column of a table: its title, and whether its values are numbers, which align right. */
export interface Column<T> {
  readonly title: string;
  readonly isNumber?: boolean;
  value(row: T): string | number | null;
}

/** Returns rows as an aligned table, or `nothing` without rows. */
export function formatTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  nothing: string,
): string {
  if (rows.length === 0) return nothing;
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map((column) => oneLine(column.value(row)))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => width(line[index]))));
  return cells
    .map((line) =>
      line
        .map((cell, index) => {
          const blanks = ' '.repeat((widths[index] ?? 0) - width(cell));
          return columns[index]?.isNumber ? blanks + cell : cell + blanks;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Returns names and values below one another, values aligned. */
export function formatFacts(facts: Readonly<Record<string, string | number | null>>): string {
  const widest = Math.max(...Object.keys(facts).map((name) => name.length));
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name.padEnd(widest)}  ${oneLine(value)}`)
    .join('\n');
}

/** Returns an ISO 8601 instant as a reader at a terminal wants it: UTC, to the second. */
export function formatTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;
}

/** Cuts control characters, which must not reach the terminal: a name may hold anything. */
function oneLine(value: string | number | null): string {
  return value === null ? '-' : String(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

function width(text: string | undefined): number {
  return [...(text ?? '')].length;
}
