import { createServer } from 'node:net';

/** A port that somebody asked for, or that we prefer. */
export interface PortWish {
  /** The setting that moves it. */
  readonly variable: string;
  readonly what: string;
  readonly port: number;
  /** A preferred port gives way to any free one; a demanded port does not. */
  readonly isDemanded: boolean;
}

/** Ports that are taken, with the variable that moves each. */
export class PortsTaken extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'PortsTaken';
  }
}

/** Tells whether a port of the loopback interface can be listened on. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * Chooses all ports at once.
 *
 * @throws PortsTaken naming every demanded port that is taken and the variable that moves it
 */
export async function choosePorts<K extends string>(
  wishes: Readonly<Record<K, PortWish>>,
  host: string,
): Promise<Record<K, number>> {
  const entries = Object.entries<PortWish>(wishes);
  const free = await Promise.all(
    entries.map(async ([, wish]) => wish.port !== 0 && (await isFree(wish.port, host))),
  );
  const problems = entries
    .filter(([, wish], index) => wish.isDemanded && wish.port !== 0 && !free[index])
    .map(
      ([, wish]) =>
        `port ${wish.port} (${wish.what}) is taken; set ${wish.variable} to another one, for example ${wish.variable}=${wish.port + 1000}`,
    );
  if (problems.length > 0) throw new PortsTaken(problems);
  const chosen = new Set(entries.filter((_, index) => free[index]).map(([, wish]) => wish.port));
  const result: Record<string, number> = {};
  for (const [index, [name, wish]] of entries.entries()) {
    result[name] = free[index] ? wish.port : await anyFreePort(chosen);
  }
  return result;
}

async function anyFreePort(taken: Set<number>): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    if (taken.has(port)) continue;
    taken.add(port);
    return port;
  }
}
