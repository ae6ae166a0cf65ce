import type { Reporter, TestModule } from 'vitest/node';
import { MARKET_NAMES, type MarketName } from '../../../simulator/model.js';

/** One cell of the table: a case on a market. */
export interface ConformanceCell {
  readonly number: number;
  readonly name: string;
  readonly market: MarketName;
}

declare module 'vitest' {
  interface TaskMeta {
    conformance?: ConformanceCell;
  }
}

/** Prints exchange x case: what passed, what failed, what did not run. */
export default class ConformanceTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const cells = tests.flatMap((test) => {
      const { conformance } = test.meta();
      return conformance ? [{ ...conformance, state: test.result().state }] : [];
    });
    if (cells.length === 0) return;
    const markets = MARKET_NAMES.filter((name) => cells.some(({ market }) => market === name));
    const names = new Map(cells.map(({ number, name }) => [number, name]));
    const width = Math.max(...[...names.values()].map(({ length }) => length)) + 4;
    const row = (head: string, rest: readonly string[]): string =>
      head.padEnd(width) +
      rest
        .map((text) => text.padEnd(14))
        .join('')
        .trimEnd();
    console.log(`\n${row('', markets)}`);
    for (const [number, name] of [...names].sort(([left], [right]) => left - right)) {
      const states = markets.map(
        (market) =>
          cells.find((cell) => cell.number === number && cell.market === market)?.state ?? '-',
      );
      console.log(row(`${String(number).padStart(2)} ${name}`, states));
    }
    const failed = cells.filter(({ state }) => state === 'failed').length;
    console.log(`\n${cells.length - failed} passed, ${failed} failed`);
  }
}
