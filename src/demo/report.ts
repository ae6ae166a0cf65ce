import { formatTable } from '../text-table.js';
import { isDifference, type LedgerComparison } from './compare-ledger.js';
import type { ComparedFacts } from './compared-rows.js';
import type { Delay, Played } from './stage.js';

/** Returns a scenario's timeline, and how long the product took to report each fill. */
export function formatPlayed({ title, startedAt, moments, delays }: Played): string {
  const timeline = formatTable(
    moments,
    [
      { title: 'T', isNumber: true, value: ({ at }) => `${seconds(at - startedAt)} s` },
      { title: 'WHO', value: ({ who }) => who },
      { title: 'EVENT', value: ({ what }) => what },
      { title: 'SOURCE', value: ({ source }) => source },
      { title: 'QUANTITY', value: ({ quantity }) => quantity },
    ],
    'nothing happened',
  );
  return ['', title, indent(timeline), ...delays.map((delay) => indent(formatDelay(delay)))].join(
    '\n',
  );
}

/** Returns whether a fill was reported too late, or never. */
export function isMissed({ ms, limitMs }: Delay): boolean {
  return ms === undefined || ms > limitMs;
}

/** Returns the exchange's and the database's facts side by side, and the number of differences. */
export function formatComparison({ rows, differences }: LedgerComparison): string {
  const table = formatTable(
    rows,
    [
      { title: 'ACCOUNT', value: ({ account }) => account },
      { title: 'WHAT', value: ({ kind }) => kind },
      { title: 'WHICH', value: ({ key }) => key },
      { title: 'EXCHANGE', value: ({ exchange }) => describe(exchange) },
      {
        title: 'DATABASE',
        value: (row) => (isDifference(row) ? describe(row.database) : 'the same'),
      },
      { title: 'DIFFERS IN', value: ({ differing }) => differing.join(', ') },
    ],
    'nothing to compare',
  );
  const count = `${differences} difference${differences === 1 ? '' : 's'}`;
  return ['', 'Exchange against database', indent(table), '', count].join('\n');
}

function formatDelay(delay: Delay): string {
  const { of, ms, limitMs } = delay;
  const limit = `limit ${limitMs / 1000} s`;
  if (ms === undefined) return `${of}: never told (${limit})  MISSED`;
  const verdict = isMissed(delay) ? 'MISSED' : 'ok';
  return `${of}: told ${seconds(ms)} s after the exchange filled (${limit})  ${verdict}`;
}

function describe(facts: ComparedFacts | undefined): string {
  if (!facts) return 'absent';
  const { quantity, filled, price, averagePrice, entryPrice, fee, feeAsset, fees, status } = facts;
  const isPosition = entryPrice !== undefined;
  const at = price ?? averagePrice ?? entryPrice;
  return [
    filled === undefined ? quantity : `${filled} of ${quantity ?? 'an amount'}`,
    at ? `at ${at}` : '',
    isPosition ? `realised ${facts['realizedPnl']}` : '',
    fee ? `fee ${fee} ${feeAsset}` : fees ? `fees ${fees}` : '',
    status,
  ]
    .filter(Boolean)
    .join(' ');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
