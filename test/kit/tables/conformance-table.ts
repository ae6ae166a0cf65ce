import { formatTable } from '../../../src/text-table.js';
import { MARKET_NAMES, type MarketName } from '../../../simulator/names.js';
import { countLine, type ReportedTest } from './reported-test.js';

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

/** Returns a table of markets and cases: which passed, which failed, which did not run. */
export function conformanceTable(tests: readonly ReportedTest[]): string | undefined {
  const cells = tests.flatMap(({ meta: { conformance }, state }) =>
    conformance ? [{ ...conformance, state }] : [],
  );
  if (cells.length === 0) return undefined;
  const markets = MARKET_NAMES.filter((name) => cells.some(({ market }) => market === name));
  const names = new Map(cells.map(({ number, name }) => [number, name]));
  const stateOf = (number: number, market: MarketName): string =>
    cells.find((cell) => cell.number === number && cell.market === market)?.state ?? '-';
  const table = formatTable(
    [...names].sort(([left], [right]) => left - right),
    [
      { title: '', value: ([number, name]) => `${String(number).padStart(2)} ${name}` },
      ...markets.map((market) => ({
        title: market,
        value: ([number]: readonly [number, string]) => stateOf(number, market),
      })),
    ],
    '',
  );
  return `${table}\n\n${countLine(cells)}`;
}
