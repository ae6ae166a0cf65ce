import { z } from 'zod';
import type { MarketSymbol } from './symbol.js';

const count = z.number().default(0);
const text = z.string().nullable().default(null);

/**
 * How an account's stream fares, as its session's row keeps it. Counts go on over connections and
 * holders, since each holder begins with what the row before says. Rows of earlier versions have
 * fewer fields.
 */
const streamStatisticsSchema = z.object({
  messages: count,
  unreadable: count,
  /** Connections made because the one before was lost or unfit. */
  reconnects: count,
  renewals: count,
  failedRenewals: count,
  lastMessageAt: text,
  /** What last went wrong, and when; it stays when all is well again. */
  lastError: text,
  lastErrorAt: text,
  /** What the exchange subscribes a stream for. */
  scope: z.enum(['account', 'symbols']).nullable().default(null),
  /** Markets with an open order or kept for a while after one. */
  coveredSymbols: z.array(z.string()).default([]),
  /** Those of them that have none any more. */
  lingeringSymbols: z.array(z.string()).default([]),
  lingerMs: z.number().nullable().default(null),
});

export type StreamStatistics = z.infer<typeof streamStatisticsSchema> & {
  coveredSymbols: readonly MarketSymbol[];
  lingeringSymbols: readonly MarketSymbol[];
};

/** Reads the statistics of a row, whichever version wrote it. */
export function readStatistics(stored: unknown): StreamStatistics {
  const parsed = streamStatisticsSchema.safeParse(stored);
  return parsed.success ? parsed.data : streamStatisticsSchema.parse({});
}
