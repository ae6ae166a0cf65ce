import { createServer } from 'node:http';
import { collectDefaultMetrics, register, Registry } from 'prom-client';

/** A listening server of metrics. */
export interface MetricsServer {
  /** The port on which it listens. */
  readonly port: number;
  close(): Promise<void>;
}

/** Metrics that are looked up when they are asked for. */
export interface MetricsSource {
  readonly registry: Registry;
  /** Updates the metrics. If it fails, this source's metrics are left out. */
  refresh(): Promise<void>;
}

/** Serves `/metrics` for Prometheus on a port of its own. */
export async function serveMetrics(
  host: string,
  port: number,
  sources: readonly MetricsSource[] = [],
): Promise<MetricsServer> {
  collectDefaultMetrics();
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    collect(sources)
      .then((text) => response.writeHead(200, { 'Content-Type': register.contentType }).end(text))
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function collect(sources: readonly MetricsSource[]): Promise<string> {
  const found = await Promise.allSettled(
    sources.map(async (source) => {
      await source.refresh();
      return source.registry;
    }),
  );
  const registries = found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return Registry.merge([register, ...registries]).metrics();
}
