import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A network between a process and a server that can be cut: packets are then lost silently. */
export class CutProxy {
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  /** @param target `host:port` */
  static async open(target: string): Promise<CutProxy> {
    const [host = '', port = ''] = target.split(':');
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new CutProxy(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (near) => {
      const far = connect({ host, port: Number(port) });
      for (const [from, to] of [[near, far] as const, [far, near] as const]) {
        proxy.#sockets.add(from);
        from.on('data', (data) => {
          if (!proxy.#isCut) to.write(data);
        });
        from.on('close', () => {
          proxy.#sockets.delete(from);
          if (!proxy.#isCut) to.destroy();
        });
        from.on('error', () => from.destroy());
      }
    });
    return proxy;
  }

  cut(): void {
    this.#isCut = true;
  }

  /** Lets new connections through again. Earlier ones are broken. */
  mend(): void {
    this.#isCut = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
