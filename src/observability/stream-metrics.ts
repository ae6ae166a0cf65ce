import { Counter, Gauge, Registry } from 'prom-client';
import type { MetricsSource } from './metrics.js';

/** What Prometheus is given about an account's stream. */
export interface CountedStream {
  readonly exchange: string;
  readonly isConnected: boolean;
  readonly messages: number;
  readonly unreadable: number;
  readonly reconnects: number;
  readonly renewals: number;
  readonly failedRenewals: number;
}

const COUNTERS = [
  ['messages', 'filltrail_stream_messages_total', 'Messages of private streams'],
  ['unreadable', 'filltrail_stream_unreadable_total', 'Messages that could not be read'],
  ['reconnects', 'filltrail_stream_reconnects_total', 'Connections made after a failure'],
  ['renewals', 'filltrail_stream_renewals_total', 'Renewals of keys and connections'],
  ['failedRenewals', 'filltrail_stream_renewals_failed_total', 'Renewals that failed'],
] as const;

/**
 * Returns the metrics of the private streams, which other processes hold. They are read from the
 * tables at each scrape, so that every process reports the same ones, and they continue when a
 * stream worker is replaced.
 */
export function streamMetrics(read: () => Promise<readonly CountedStream[]>): MetricsSource {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ['exchange'] as const;
  const counters = COUNTERS.map(([key, name, help]) => ({
    key,
    counter: new Counter({ name, help, labelNames, registers }),
  }));
  const connected = new Gauge({
    name: 'filltrail_streams_connected',
    help: 'Private streams that are connected',
    labelNames,
    registers,
  });
  return {
    registry,
    async refresh() {
      registry.resetMetrics();
      for (const stream of await read()) {
        const { exchange } = stream;
        for (const { key, counter } of counters) counter.inc({ exchange }, stream[key]);
        connected.inc({ exchange }, stream.isConnected ? 1 : 0);
      }
    },
  };
}
