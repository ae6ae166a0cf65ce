import { formatTable } from '../../../src/text-table.js';
import type { ChaosLog } from './chaos-log.js';
import type { Finding } from './findings.js';
import { WHOLE_WITHIN_MS } from './quiet-end.js';
import type { Stock } from './take-stock.js';

export interface Outcome {
  readonly stock: Stock;
  /** From the last action on an order until everything agreed; undefined if it never did. */
  readonly secondsUntilWhole: number | undefined;
  readonly alerts: number;
  readonly seed: number;
  readonly minutes: number;
  readonly exchanges: readonly string[];
}

/** More lines would add nothing. */
const MOST_LINES = 60;

/**
 * Returns the result of a run: its faults, what went wrong, the figures, and a one-line summary.
 */
export function formatOutcome(outcome: Outcome, log: ChaosLog): string {
  const { stock, secondsUntilWhole, alerts } = outcome;
  const faults = [...log.counts()].sort(([left], [right]) => (left < right ? -1 : 1));
  const whole = secondsUntilWhole === undefined ? 'never' : secondsUntilWhole.toFixed(1);
  const figures: [string, string | number][] = [
    ['alerts', alerts],
    ['orders', stock.orders],
    ['fills', stock.fills],
    ['open at the end', stock.open],
    ['amended', log.changed.amended],
    ['forgotten', log.changed.forgotten],
    ['faults injected', log.injected.length],
    ['lost', stock.lost.length],
    ['doubled', stock.doubled.length],
    ['differences', stock.differences.length],
    ['unexpected answers', log.unexpected.length],
    ['seconds until whole', whole],
  ];
  return [
    '',
    formatTable(
      faults,
      [
        { title: 'FAULT', value: ([name]) => name },
        { title: 'TIMES', isNumber: true, value: ([, times]) => times },
      ],
      'no faults',
    ),
    '',
    ...stock.lost.map((finding) => `LOST     ${formatFinding(finding, log)}`),
    ...stock.doubled.map((finding) => `DOUBLED  ${formatFinding(finding, log)}`),
    ...shortened(stock.differences).map((line) => `DIFFERS  ${line}`),
    ...shortened(log.unexpected).map((line) => `ANSWER   ${line}`),
    formatTable(
      figures,
      [
        { title: 'FIGURE', value: ([name]) => name },
        { title: 'VALUE', isNumber: true, value: ([, value]) => value },
      ],
      '',
    ),
    '',
    summary(outcome, log),
  ].join('\n');
}

/** Returns whether the promise was kept. */
export function isKept({ stock, secondsUntilWhole }: Outcome, log: ChaosLog): boolean {
  const broken = stock.lost.length + stock.doubled.length + stock.differences.length;
  return broken === 0 && log.unexpected.length === 0 && secondsUntilWhole !== undefined;
}

function summary(outcome: Outcome, log: ChaosLog): string {
  const { stock, secondsUntilWhole, seed, minutes, exchanges } = outcome;
  return [
    `chaos ${isKept(outcome, log) ? 'passed' : 'FAILED'}: seed ${seed}, ${minutes} min, on ${exchanges.join(' and ')}`,
    `orders ${stock.orders}, fills ${stock.fills}, faults injected ${log.injected.length}`,
    `lost ${stock.lost.length}${outside(stock.lost)}, doubled ${stock.doubled.length}`,
    `differences ${stock.differences.length}`,
    secondsUntilWhole === undefined
      ? `not whole after ${WHOLE_WITHIN_MS / 1000} s`
      : `whole after ${secondsUntilWhole.toFixed(1)} s`,
  ].join(', ');
}

/** Returns how many findings concern orders that were placed outside. */
function outside(findings: readonly Finding[]): string {
  const count = findings.filter(({ isOutside }) => isOutside).length;
  return count === 0 ? '' : ` (${count} of orders from outside)`;
}

function formatFinding({ what, account, clientOrderId, at }: Finding, log: ChaosLog): string {
  const who = [account, clientOrderId].filter(Boolean).join(' ');
  if (at === undefined) return `${what}; ${who}`;
  const before = log.before(at, account).join(', ') || 'nothing';
  return `${what}; ${who}; at ${new Date(at).toISOString()}; injected around it: ${before}`;
}

function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES;
  return rest <= 0 ? [...lines] : [...lines.slice(0, MOST_LINES), `and ${rest} more`];
}
