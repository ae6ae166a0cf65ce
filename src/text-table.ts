/** A column: its title, and whether its values are numbers, which are aligned to the right. */
export interface Column<T> {
  readonly title: string;
  readonly isNumber?: boolean;
  value(row: T): string | number | null;
}

/** Formats rows as an aligned table. Returns `nothing` if there are no rows. */
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

/** Removes control characters, which must not reach the terminal: a name may contain anything. */
export function oneLine(value: string | number | null): string {
  return value === null ? '-' : String(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

function width(text: string | undefined): number {
  return [...(text ?? '')].length;
}
