import postgres from 'postgres';
import { formatTable } from '../src/text-table.js';
import type { Sample } from './runs.js';

/** Returns a percentile by nearest rank, or `NaN` if there are no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * Returns when each order's `order_filled` event was committed, in milliseconds since the epoch.
 */
export async function commitTimes(databaseUrl: string): Promise<Map<string, number>> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const rows = await sql<{ id: string; at: number }[]>`
      select client_order_id as id,
             (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8 as at
      from order_events where type = 'order_filled'
    `;
    return new Map(rows.map((row) => [row.id, row.at]));
  } finally {
    await sql.end();
  }
}

/** One line of the table: what was measured, and the values in milliseconds. */
export interface Line {
  readonly what: string;
  readonly values: readonly number[];
}

export function latencyLines(samples: readonly Sample[], commits: Map<string, number>): Line[] {
  const of = (what: string, value: (sample: Sample) => number): Line => ({
    what,
    values: samples.map(value),
  });
  return [
    of('alert sent -> answered', (sample) => sample.answeredAt - sample.sentAt),
    of('alert sent -> order on the exchange', (sample) => sample.acceptedAt - sample.sentAt),
    of(
      'stream event -> commit',
      (sample) => (commits.get(sample.clientOrderId) ?? Number.NaN) - sample.filledAt,
    ),
    of('stream event -> SSE', (sample) => sample.heardAt - sample.filledAt),
  ];
}

/**
 * Returns an aligned table.
 *
 * @param rows the titles first; the first column is text, the others are figures
 */
export function figureTable([titles = [], ...rows]: readonly (readonly string[])[]): string {
  return formatTable(
    rows,
    titles.map((title, column) => ({
      title,
      isNumber: column > 0,
      value: (row) => row[column] ?? '',
    })),
    '',
  );
}
