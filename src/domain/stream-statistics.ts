import { z } from 'zod';
import type { MarketSymbol } from './symbol.js';

const count = z.number().default(0);
const text = z.string().nullable().default(null);

/**
 * The statistics of an account's stream, as stored in its session's row. Counts continue across
 * connections and holders, since each holder starts from the previous row. Rows of earlier versions
 * have fewer fields.
 */
const streamStatisticsSchema = z.object({
  messages: count,
  unreadable: count,
  /** Connections made because the previous one was lost or unfit. */
  reconnects: count,
  renewals: count,
  failedRenewals: count,
  lastMessageAt: text,
  /** The last error, and when it happened. Both stay after recovery. */
  lastError: text,
  lastErrorAt: text,
  /** What one subscription on the exchange covers. */
  scope: z.enum(['account', 'symbols']).nullable().default(null),
  /** Markets that have an open order, or had one recently. */
  coveredSymbols: z.array(z.string()).default([]),
  /** The covered markets that no longer have an open order. */
  lingeringSymbols: z.array(z.string()).default([]),
  lingerMs: z.number().nullable().default(null),
});

export type StreamStatistics = z.infer<typeof streamStatisticsSchema> & {
  coveredSymbols: readonly MarketSymbol[];
  lingeringSymbols: readonly MarketSymbol[];
};

/** Returns the statistics of a row, whichever version wrote it. */
export function readStatistics(stored: unknown): StreamStatistics {
  const parsed = streamStatisticsSchema.safeParse(stored);
  return parsed.success ? parsed.data : streamStatisticsSchema.parse({});
}
