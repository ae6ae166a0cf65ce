import { createServer } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';

export interface MetricsServer {
  close(): Promise<void>;
}

/** Serves `/metrics` for Prometheus on a port of its own. */
export async function serveMetrics(host: string, port: number): Promise<MetricsServer> {
  collectDefaultMetrics();
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    register
      .metrics()
      .then((text) => response.writeHead(200, { 'Content-Type': register.contentType }).end(text))
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
