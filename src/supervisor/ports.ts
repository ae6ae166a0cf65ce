import { createServer, type Server } from 'node:net';

/** A port that was asked for or that we prefer; 0 for any. */
export interface PortWish {
  /** The setting that changes it. */
  readonly variable: string;
  readonly what: string;
  readonly port: number;
  /** The host to listen on; the loopback interface by default. */
  readonly host?: string;
  /** If a preferred port is taken, any free one is used instead. A demanded port must be free. */
  readonly isDemanded: boolean;
}

/** The obstacles to a start, one line each, with the setting that helps. */
export class StartRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'StartRefused';
  }
}

/** A port that is held, or that the process which needs it has by now. */
interface Held {
  readonly wish: PortWish;
  readonly port: number;
  /** Absent while the port is released. */
  readonly server?: Server;
}

/** Ports that are ours. Each is held until the process that needs it is started. */
export class HeldPorts<K extends string> {
  readonly #held = new Map<K, Held>();

  /**
   * Takes all ports at once, so that of two simultaneous starts only one gets them.
   *
   * @throws StartRefused naming every demanded port that is taken, and the variable that changes it
   */
  static async take<K extends string>(
    wishes: Readonly<Partial<Record<K, PortWish>>>,
  ): Promise<HeldPorts<K>> {
    const held = new HeldPorts<K>();
    try {
      await held.#hold(Object.entries(wishes) as [K, PortWish][]);
    } catch (error) {
      await held.releaseAll();
      throw error;
    }
    return held;
  }

  /**
   * Holds released ports again. One that another program has taken meanwhile moves: from then on
   * its number is another one.
   *
   * @throws StartRefused naming every demanded port that is taken, and the variable that changes it
   */
  async retake(...names: readonly K[]): Promise<void> {
    await this.#hold(
      names.flatMap((name): [K, PortWish][] => {
        const held = this.#held.get(name);
        if (!held || held.server) return [];
        const isDemanded = held.wish.isDemanded && held.wish.port === held.port;
        return [[name, { ...held.wish, port: held.port, isDemanded }]];
      }),
    );
  }

  /** Returns a line for each port that is another one than was wished for. */
  get moves(): readonly string[] {
    return [...this.#held.values()].flatMap(({ wish, port }) =>
      wish.port === 0 || wish.port === port
        ? []
        : [`port ${wish.port} (${wish.what}) is taken by another program: using ${port}`],
    );
  }

  /** Returns a port's number; 0 if there was no wish for it. */
  port(name: K): number {
    return this.#held.get(name)?.port ?? 0;
  }

  /** Releases ports for the process that is started next. Their numbers stay known. */
  async release(...names: readonly K[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        const held = this.#held.get(name);
        if (!held?.server) return;
        const { server, ...known } = held;
        this.#held.set(name, known);
        await new Promise((resolve) => server.close(resolve));
      }),
    );
  }

  releaseAll(): Promise<void> {
    return this.release(...this.#held.keys());
  }

  async #hold(wishes: readonly [K, PortWish][]): Promise<void> {
    const problems: string[] = [];
    const moved: [K, PortWish][] = [];
    // Numbered ports first, so that a free choice does not take one of them.
    for (const [name, wish] of wishes) {
      const server = wish.port === 0 ? undefined : await listen(wish.port, wish.host);
      if (server && 'listening' in server) this.#keep(name, wish, wish.port, server);
      else if (wish.isDemanded && wish.port !== 0) problems.push(refusal(wish, server?.code));
      else moved.push([name, wish]);
    }
    if (problems.length > 0) throw new StartRefused(problems);
    for (const [name, wish] of moved) {
      const server = await listen(0, wish.host);
      if (!('listening' in server)) throw new StartRefused([refusal(wish, server.code)]);
      const address = server.address();
      this.#keep(name, wish, typeof address === 'object' && address ? address.port : 0, server);
    }
  }

  /** Remembers a held port with what was wished for at first. */
  #keep(name: K, wish: PortWish, port: number, server: Server): void {
    this.#held.set(name, { wish: this.#held.get(name)?.wish ?? wish, port, server });
  }
}

/** Listens on a port. While the port is only held, every connection to it is closed at once. */
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
