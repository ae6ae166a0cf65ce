import type { WebSocket } from 'ws';
import type { FaultSwitches } from '../faults/switches.js';
import { perMarket, type ExecutionKind } from '../model.js';
import { MARKET_NAMES, type MarketName } from '../names.js';

/** A client's connection to a private stream. */
export interface Connection {
  /** The markets whose events it carries. */
  readonly markets: readonly MarketName[];
  readonly socket: WebSocket;
  /** The accounts whose events it gets, each with the envelope for them. */
  readonly subscriptions: Map<string, Envelope>;
  /** The API key that its handshake named, if any. A subscription may name another one later. */
  readonly opener: string | null;
  /** Whether its frames are sent as binary, although they contain text. */
  readonly isBinary: boolean;
  readonly openedAt: number;
  lastPongAt: number;
  lastPingAt: number;
}

/** Returns the frame that carries an event, or null if the client did not ask for such events. */
export type Envelope = (text: string, event: StreamEvent, market: MarketName) => string | null;

/** An event as the client will read it, and what a fault may select it by. */
export interface StreamEvent {
  readonly text: string;
  readonly name: string;
  readonly symbol: string | null;
  /** The step of an order that it reports, or null if it reports something else. */
  readonly execution: ExecutionKind | null;
  /** A field that clients need. A fault spoils it unless the fault names another one. */
  readonly vitalField: string;
}

/** How often connections are pinged, and how long an answer may take. */
export interface KeepAlive {
  readonly pingMs: number;
  readonly pongWithinMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The open private streams, and the faults that spoil frames on their way to the client. */
export class Streams {
  readonly #connections = new Set<Connection>();
  readonly #lifeMs: Record<MarketName, number>;
  #refusals: { market?: MarketName; apiKey?: string; until: number }[] = [];

  constructor(
    private readonly faults: FaultSwitches,
    lifeMs = DAY_MS,
  ) {
    this.#lifeMs = perMarket(() => lifeMs);
  }

  /** Sets how long connections may last, open ones included, on one market or on all. */
  limitLife(ms: number, market?: MarketName): Readonly<Record<MarketName, number>> {
    for (const name of market ? [market] : MARKET_NAMES) this.#lifeMs[name] = ms;
    return this.#lifeMs;
  }

  /** Adds a new socket, and answers its pings unless a fault silences it. */
  open(
    markets: readonly MarketName[],
    socket: WebSocket,
    now: number,
    {
      isBinary = false,
      opener = null,
    }: { readonly isBinary?: boolean; readonly opener?: string | null } = {},
  ): Connection {
    const connection: Connection = {
      markets,
      socket,
      isBinary,
      subscriptions: new Map(),
      opener,
      openedAt: now,
      lastPongAt: now,
      lastPingAt: now,
    };
    this.#connections.add(connection);
    socket.on('close', () => this.#connections.delete(connection));
    socket.on('error', () => socket.terminate());
    socket.on('pong', () => (connection.lastPongAt = Date.now()));
    socket.on('ping', (data) => {
      if (!this.isSilent(connection, Date.now())) socket.pong(data);
    });
    return connection;
  }

  /** Answers a request made on the connection itself. */
  reply(connection: Connection, text: string): void {
    if (!this.isSilent(connection, Date.now())) write(connection, text);
  }

  /** Sends an account's events to all its connections, through the faults that are on. */
  publish(market: MarketName, apiKey: string, makeEvents: () => readonly StreamEvent[]): void {
    const targets = this.of({ market, apiKey });
    if (targets.length === 0) return;
    const events = makeEvents();
    for (const connection of targets) {
      for (const event of events) this.#deliver(connection, market, apiKey, event);
    }
  }

  /** Returns the connections of a market, of an account, or of both. */
  of({ market, apiKey }: { market?: MarketName; apiKey?: string }): Connection[] {
    return [...this.#connections].filter(
      (each) =>
        (market === undefined || each.markets.includes(market)) &&
        (apiKey === undefined || accountsOf(each).includes(apiKey)),
    );
  }

  /** Cuts matching connections and refuses new ones for a while. Returns how many were cut. */
  drop(which: { market?: MarketName; apiKey?: string }, refuseForMs: number, now: number): number {
    this.#refusals = this.#refusals.filter(({ until }) => until > now);
    if (refuseForMs > 0) this.#refusals.push({ ...which, until: now + refuseForMs });
    const connections = this.of(which);
    for (const { socket } of connections) socket.terminate();
    return connections.length;
  }

  /** Returns whether a connection is refused now, for its markets or, once known, its account. */
  isRefused(markets: readonly MarketName[], apiKey: string | null, now: number): boolean {
    return this.#refusals.some(
      (each) =>
        each.until > now &&
        (each.market === undefined || markets.includes(each.market)) &&
        (each.apiKey === undefined || each.apiKey === apiKey),
    );
  }

  /** Pings connections. Closes those that did not answer or have reached their lifetime. */
  keepAlive(market: MarketName, { pingMs, pongWithinMs }: KeepAlive, now: number): void {
    for (const connection of this.of({ market })) {
      const { socket, openedAt, lastPongAt, lastPingAt } = connection;
      if (this.isSilent(connection, now)) continue;
      if (now - openedAt >= this.lifeMs(connection)) socket.close(1000);
      else if (lastPongAt < lastPingAt && now - lastPongAt > pongWithinMs) socket.terminate();
      else if (now - lastPingAt >= pingMs) {
        connection.lastPingAt = now;
        socket.ping(String(now));
      }
    }
  }

  /** Returns how long a connection may last: the shortest lifetime of its markets. */
  lifeMs({ markets }: Pick<Connection, 'markets'>): number {
    return Math.min(...markets.map((market) => this.#lifeMs[market]));
  }

  /** Returns whether a fault silences a connection. */
  isSilent(connection: Connection, now: number): boolean {
    const [apiKey = null] = accountsOf(connection);
    return connection.markets.some((market) => this.faults.isSilent({ market, apiKey }, now));
  }

  closeAll(): void {
    for (const { socket } of this.#connections) socket.terminate();
  }

  #deliver(connection: Connection, market: MarketName, apiKey: string, event: StreamEvent): void {
    const now = Date.now();
    const envelope = connection.subscriptions.get(apiKey);
    if (!envelope || this.isSilent(connection, now)) return;
    const frame = envelope(event.text, event, market);
    if (frame === null) return;
    const send = (text = frame): void => {
      if (connection.socket.readyState === connection.socket.OPEN) write(connection, text);
    };
    const concern = { ...event, market, apiKey };
    const spoiled = this.faults.takeForFrame(concern, now);
    if (!spoiled) return send();
    const [fault, parameters] = spoiled;
    const { vitalField } = event;
    fault.run({ text: frame, send, vitalField, connection: connection.socket }, parameters);
  }
}

function write({ socket, isBinary }: Connection, text: string): void {
  socket.send(text, { binary: isBinary });
}

/** Returns the accounts of a connection: those whose events it gets, and the one that opened it. */
export function accountsOf({ subscriptions, opener }: Connection): string[] {
  return [...new Set([...subscriptions.keys(), ...(opener === null ? [] : [opener])])];
}
