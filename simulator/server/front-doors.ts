import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { perExchange } from '../model.js';
import { EXCHANGE_NAMES, EXCHANGES, type ExchangeName } from '../names.js';

/** The HTTP server of each exchange. */
export type Servers = Readonly<Record<ExchangeName, Server>>;

export interface DoorOptions {
  readonly host?: string;
  /**
   * The port of each exchange; 0 means any free one. By default, the first exchange takes any free
   * port. The others take the ports after the first one's if that is given, else any free ones.
   */
  readonly ports?: Partial<Record<ExchangeName, number>>;
}

/**
 * Listens for all exchanges, each at its own port, and returns their URLs. The first one opens
 * last: it also serves the control interface, and once that answers, all of them do.
 */
export async function openFrontDoors(
  servers: Servers,
  options: DoorOptions,
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
      // A server that does not listen is closed already.
      return new Promise<void>((resolve) => server.close(() => resolve()));
    }),
  );
}

function portOf(name: ExchangeName, index: number, { ports = {} }: DoorOptions): number {
  const first = ports[EXCHANGES[0].name] ?? 0;
  return ports[name] ?? (first === 0 ? 0 : first + index);
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
