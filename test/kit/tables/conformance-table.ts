import { formatTable } from '../../../src/text-table.js';
import { MARKET_NAMES, type MarketName } from '../../../simulator/names.js';
import { countLine, type ReportedTest } from './reported-test.js';

/** One cell of the table: a case on a market. */
export interface ConformanceCell {
  readonly number: number;
  readonly name: string;
  readonly market: MarketName;
  /** Why the market does not have what the case is about. */
  readonly notThere?: string;
}

declare module 'vitest' {
  interface TaskMeta {
    conformance?: ConformanceCell;
  }
}

/**
 * Returns a table of markets and cases: which passed, which failed, which did not run, and where an
 * exchange does not have what a case is about, with the reasons below.
 */
export function conformanceTable(tests: readonly ReportedTest[]): string | undefined {
  const cells = tests.flatMap(({ meta: { conformance }, state }) =>
    conformance ? [{ ...conformance, state }] : [],
  );
  if (cells.length === 0) return undefined;
  const markets = MARKET_NAMES.filter((name) => cells.some(({ market }) => market === name));
  const names = new Map(cells.map(({ number, name }) => [number, name]));
  const stateOf = (number: number, market: MarketName): string => {
    const cell = cells.find((each) => each.number === number && each.market === market);
    if (!cell) return '-';
    return cell.state === 'passed' && cell.notThere !== undefined ? 'not there' : cell.state;
  };
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
  const reasons = cells.flatMap(({ number, market, notThere }) =>
    notThere === undefined ? [] : [`${number} ${market}: not there. ${notThere}`],
  );
  return [table, ...(reasons.length > 0 ? [reasons.join('\n')] : []), countLine(cells)].join(
    '\n\n',
  );
}
