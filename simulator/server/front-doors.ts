import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXCHANGE_NAMES, perExchange, type ExchangeName } from '../model.js';
import type { VenueOptions } from '../options.js';

export type Servers = Readonly<Record<ExchangeName, Server>>;

/**
 * Listens for all exchanges, each at its own port, and returns where they are reached. The door that
 * the control interface is behind opens last: once it answers, all do.
 */
export async function openFrontDoors(
  servers: Servers,
  options: Pick<VenueOptions, 'host' | 'port' | 'ports'>,
): Promise<Record<ExchangeName, string>> {
  const { host = '127.0.0.1' } = options;
  const ports = new Map<ExchangeName, number>();
  try {
    for (const [index, name] of [...EXCHANGE_NAMES.entries()].reverse()) {
      ports.set(name, await listen(servers[name], host, portOf(name, index, options)));
    }
  } catch (error) {
    await closeFrontDoors(servers);
    throw error;
  }
  return perExchange((name) => `http://${host}:${ports.get(name)}`);
}

export async function closeFrontDoors(servers: Servers): Promise<void> {
  await Promise.all(
    Object.values(servers).map((server) => {
      server.closeAllConnections();
      // One that does not listen is closed already.
      return new Promise<void>((resolve) => server.close(() => resolve()));
    }),
  );
}

function portOf(
  name: ExchangeName,
  index: number,
  { port = 0, ports = {} }: Pick<VenueOptions, 'port' | 'ports'>,
): number {
  const told = name === 'binance' ? port : ports[name];
  return told ?? (port === 0 ? 0 : port + index);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
