import { createServer, type Server } from 'node:net';

/** A port that somebody asked for, or that we prefer; 0 for any. */
export interface PortWish {
  /** The setting that moves it. */
  readonly variable: string;
  readonly what: string;
  readonly port: number;
  /** Where it is listened on; the loopback interface unless said otherwise. */
  readonly host?: string;
  /** A preferred port gives way to any free one; a demanded port does not. */
  readonly isDemanded: boolean;
}

/** What is in the way of a start, one line each, with the setting that helps. */
export class StartRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'StartRefused';
  }
}

/** Ports that are ours: held until the process that wants one is started. */
export class HeldPorts<K extends string> {
  readonly #held = new Map<K, { port: number; server: Server }>();

  /**
   * Takes all ports at once, so that of two starts at the same moment only one gets them.
   *
   * @throws StartRefused naming every demanded port that is taken and the variable that moves it
   */
  static async take<K extends string>(
    wishes: Readonly<Partial<Record<K, PortWish>>>,
  ): Promise<HeldPorts<K>> {
    const held = new HeldPorts<K>();
    const problems: string[] = [];
    const moved: [K, PortWish][] = [];
    // Those that are named first, lest a free choice takes one of them.
    for (const [name, wish] of Object.entries(wishes) as [K, PortWish][]) {
      const server = wish.port === 0 ? undefined : await listen(wish.port, wish.host);
      if (server && 'listening' in server) held.#held.set(name, { port: wish.port, server });
      else if (wish.isDemanded && wish.port !== 0) problems.push(refusal(wish, server?.code));
      else moved.push([name, wish]);
    }
    if (problems.length > 0) {
      await held.releaseAll();
      throw new StartRefused(problems);
    }
    for (const [name, wish] of moved) {
      const server = await listen(0, wish.host);
      if (!('listening' in server)) throw new StartRefused([refusal(wish, server.code)]);
      const address = server.address();
      held.#held.set(name, {
        port: typeof address === 'object' && address ? address.port : 0,
        server,
      });
    }
    return held;
  }

  /** Returns a port's number; 0 for one that nobody wished for. */
  port(name: K): number {
    return this.#held.get(name)?.port ?? 0;
  }

  /** Lets go of ports, for the process that is started next. Numbers stay known. */
  async release(...names: readonly K[]): Promise<void> {
    await Promise.all(
      names.map((name) => {
        const server = this.#held.get(name)?.server;
        return new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      }),
    );
  }

  releaseAll(): Promise<void> {
    return this.release(...this.#held.keys());
  }
}

/** Whoever connects while a port is only held is turned away at once. */
function listen(port: number, host = '127.0.0.1'): Promise<Server | { code: string }> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? '' }));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function refusal({ port, what, variable, host }: PortWish, code = ''): string {
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return `port ${port} (${what}) cannot be listened on: ${host} is no address of this machine; set EDGE_HOST to one, or unset it`;
  }
  const example = port + 1000 > 65_535 || port < 1024 ? 15_001 : port + 1000;
  const why =
    code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${code})`;
  return `port ${port} (${what}) ${why}; set ${variable} to another one, for example ${variable}=${example} npm start`;
}
