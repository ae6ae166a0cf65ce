import type { OrderUpdate } from '../../../src/domain/order.js';
import type { MarketSymbol } from '../../../src/domain/symbol.js';
import type {
  OpenStream,
  StreamConnection,
  StreamHandlers,
} from '../../../src/exchange/exchange.js';
import type { StreamExchanges } from '../../../src/stream/dependencies.js';

/** The traits of an exchange's streams. */
export interface ScriptedTraits {
  readonly scope: 'account' | 'symbols';
  /** Whether a connection can be extended in place. */
  readonly isExtendable: boolean;
}

/** One connection that was opened, and what happened to it. */
export class ScriptedConnection implements StreamConnection {
  readonly closed: Promise<string>;
  readonly openedAt = Date.now();
  closedAt: number | null = null;
  readonly covered: (readonly MarketSymbol[])[];
  renewals = 0;
  #messages = 0;
  #end!: (reason: string) => void;
  readonly cover?: (symbols: readonly MarketSymbol[]) => Promise<void>;
  readonly renew?: () => Promise<void>;

  constructor(
    private readonly exchange: ScriptedExchange,
    private readonly handlers: StreamHandlers,
    symbols: readonly MarketSymbol[],
  ) {
    this.closed = new Promise((resolve) => (this.#end = resolve));
    this.covered = [symbols];
    if (exchange.traits.scope === 'symbols') {
      this.cover = (list) => {
        if (exchange.refusal) return Promise.reject(new Error(exchange.refusal));
        this.covered.push(list);
        return Promise.resolve();
      };
    }
    if (exchange.traits.isExtendable) {
      this.renew = () => {
        if (exchange.renewalRefusal) return Promise.reject(new Error(exchange.renewalRefusal));
        this.renewals += 1;
        return Promise.resolve();
      };
    }
  }

  get isOpen(): boolean {
    return this.closedAt === null;
  }
  lastFrameAt(): number {
    return Date.now();
  }
  messages(): number {
    return this.#messages;
  }
  send(updates: readonly OrderUpdate[]): void {
    this.#messages += 1;
    this.handlers.onUpdates(updates);
  }
  /** Cuts the connection, as the exchange would. */
  lose(reason: string): void {
    this.#close(reason);
  }
  close(): void {
    this.#close('closed by us');
  }

  #close(reason: string): void {
    this.closedAt ??= Date.now();
    this.#end(reason);
  }
}

/** An exchange whose private streams do what a test scripts, without a network. */
export class ScriptedExchange implements StreamExchanges {
  readonly connections: ScriptedConnection[] = [];
  /** While set, nothing can be opened. */
  outage: string | Error | null = null;
  /** When somebody tried to open a connection during an outage. */
  readonly refusedAt: number[] = [];
  /** While set, lists of markets are refused. */
  refusal: string | null = null;
  /** While set, renewals are refused. */
  renewalRefusal: string | null = null;

  constructor(readonly traits: ScriptedTraits) {}

  get open(): ScriptedConnection[] {
    return this.connections.filter(({ isOpen }) => isOpen);
  }

  readonly scopeOf = (): 'account' | 'symbols' => this.traits.scope;

  readonly openStream =
    (): OpenStream =>
    (handlers, _signal, symbols): Promise<StreamConnection> => {
      if (this.outage) {
        this.refusedAt.push(Date.now());
        const { outage } = this;
        return Promise.reject(typeof outage === 'string' ? new Error(outage) : outage);
      }
      const connection = new ScriptedConnection(this, handlers, symbols);
      this.connections.push(connection);
      return Promise.resolve(connection);
    };
}
