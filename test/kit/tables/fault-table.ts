import type { Reporter, TestModule } from 'vitest/node';
import type { FaultRow } from '../faults/fault-run.js';

const HEADINGS = ['group', 'fault', 'orders', 'fills', 'whole after', 'result'];

/** Prints a table, one line a fault: what was measured, nothing else. */
export default class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const ran = tests.filter((test) => ['passed', 'failed'].includes(test.result().state));
    const faults = ran.flatMap((test) => {
      const { fault } = test.meta();
      return fault ? [{ fault, state: test.result().state }] : [];
    });
    if (faults.length === 0) return;
    const lines = [HEADINGS, ...faults.map(({ fault, state }) => cellsOf(fault, state))];
    const widths = HEADINGS.map((_, column) =>
      Math.max(...lines.map((line) => line[column]?.length ?? 0)),
    );
    const print = (line: readonly string[]): void =>
      console.log(
        line
          .map((cell, column) => {
            const isNumber = column >= 2 && column <= 4;
            return isNumber ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
          })
          .join('  ')
          .trimEnd(),
      );
    console.log('');
    for (const line of lines) print(line);
    const failed = faults.filter(({ state }) => state === 'failed').length;
    console.log(`\n${faults.length - failed} passed, ${failed} failed`);
  }
}

function cellsOf(row: FaultRow, state: string): string[] {
  const { group, fault, orders, fills, secondsUntilWhole } = row;
  return [
    group,
    fault,
    String(orders ?? '-'),
    String(fills ?? '-'),
    secondsUntilWhole === undefined ? '-' : `${secondsUntilWhole.toFixed(1)} s`,
    state,
  ];
}
