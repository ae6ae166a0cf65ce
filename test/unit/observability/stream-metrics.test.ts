import { expect, it } from 'vitest';
import { serveMetrics } from '../../../src/observability/metrics.js';
import { streamMetrics, type CountedStream } from '../../../src/observability/stream-metrics.js';

const stream: CountedStream = {
  exchange: 'binance',
  isConnected: true,
  messages: 5,
  unreadable: 1,
  reconnects: 2,
  renewals: 3,
  failedRenewals: 4,
};

it('serves what streams count by exchange, as it is at each scrape', async () => {
  let streams: CountedStream[] | Error = [stream, { ...stream, isConnected: false }];
  const source = streamMetrics(() =>
    streams instanceof Error ? Promise.reject(streams) : Promise.resolve(streams),
  );
  const server = await serveMetrics('127.0.0.1', 0, [source]);
  const scrape = async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    expect(response.status).toBe(200);
    return response.text();
  };
  try {
    const text = await scrape();
    expect(text).toContain('filltrail_stream_messages_total{exchange="binance"} 10\n');
    expect(text).toContain('filltrail_stream_unreadable_total{exchange="binance"} 2\n');
    expect(text).toContain('filltrail_stream_reconnects_total{exchange="binance"} 4\n');
    expect(text).toContain('filltrail_stream_renewals_total{exchange="binance"} 6\n');
    expect(text).toContain('filltrail_stream_renewals_failed_total{exchange="binance"} 8\n');
    expect(text).toContain('filltrail_streams_connected{exchange="binance"} 1\n');
    expect(text).toContain('process_cpu_seconds_total');
    streams = [{ ...stream, messages: 6 }];
    expect(await scrape()).toContain('filltrail_stream_messages_total{exchange="binance"} 6\n');
    // While the tables cannot be read there is nothing to say of streams.
    streams = new Error('away');
    const rest = await scrape();
    expect(rest).not.toContain('filltrail_stream_messages_total{');
    expect(rest).toContain('process_cpu_seconds_total');
  } finally {
    await server.close();
  }
});
