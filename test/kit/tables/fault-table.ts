import { formatTable } from '../../../src/text-table.js';
import { countLine, type ReportedTest } from './reported-test.js';

/** The result of one fault: a line of the table. */
export interface FaultRow {
  readonly group: string;
  readonly fault: string;
  orders?: number;
  fills?: number;
  /** From the fault's end until everything agreed. */
  secondsUntilWhole?: number;
}

declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultRow;
  }
}

/** Returns a line with the measurements of each fault that was tried. */
export function faultTable(tests: readonly ReportedTest[]): string | undefined {
  const rows = tests.flatMap(({ meta: { fault }, state }) =>
    fault && ['passed', 'failed'].includes(state) ? [{ ...fault, state }] : [],
  );
  if (rows.length === 0) return undefined;
  const table = formatTable(
    rows,
    [
      { title: 'group', value: ({ group }) => group },
      { title: 'fault', value: ({ fault }) => fault },
      { title: 'orders', isNumber: true, value: ({ orders }) => orders ?? null },
      { title: 'fills', isNumber: true, value: ({ fills }) => fills ?? null },
      { title: 'whole after', isNumber: true, value: (row) => seconds(row.secondsUntilWhole) },
      { title: 'result', value: ({ state }) => state },
    ],
    '',
  );
  return `${table}\n\n${countLine(rows)}`;
}

function seconds(value: number | undefined): string | null {
  return value === undefined ? null : `${value.toFixed(1)} s`;
}
