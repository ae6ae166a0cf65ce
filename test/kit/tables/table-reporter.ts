import type { Reporter, TestModule } from 'vitest/node';
import { conformanceTable } from './conformance-table.js';
import { faultTable } from './fault-table.js';

/**
 * Prints what the tests of a run measured: the table of conformance or, without one, that of
 * faults.
 */
export default class TableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .map((test) => ({ meta: test.meta(), state: test.result().state }));
    const table = conformanceTable(tests) ?? faultTable(tests);
    if (table !== undefined) console.log(`\n${table}`);
  }
}
