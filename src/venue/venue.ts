import type { AddressInfo } from 'node:net';
import { createBinance, createBinanceMarkets } from './binance/binance.js';
import type { Limits } from './binance/rate-limits.js';
import { createControl } from './control/control.js';
import { registerAccount } from './control/accounts.js';
import { Decimal } from './decimal.js';
import { createEngine, type Engine } from './engine.js';
import { FaultSwitches } from './fault-switches.js';
import { createHttpServer } from './http-server.js';
import { noJournal, openJournal, type Journal } from './journal.js';
import type { MarketName } from './model.js';
import { startPriceWalk } from './price-walk.js';
import { Random } from './random.js';
import { describeState, restoreRecord } from './restore.js';
import { VenueState, type PriceMovement } from './state.js';
import { Streams } from './streams.js';
import { acceptStreams } from './upgrade.js';

export interface VenueOptions {
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Where every order, fill and balance is kept; without it a restart forgets them. */
  readonly journalFile?: string;
  /** How prices behave until the control interface says otherwise; "walk" by default. */
  readonly priceMovement?: PriceMovement;
  readonly seed?: number;
  /** Keys that are valid from the start; one the journal already knows keeps its funds. */
  readonly accounts?: readonly {
    readonly apiKey: string;
    readonly secret: string;
    readonly balances?: Readonly<Record<string, string>>;
  }[];
  /** Request and order limits, where they are to differ from Binance's published ones. */
  readonly limits?: Partial<Record<MarketName, Limits>>;
  readonly listenKeyLifetimeMs?: number;
  /** How long a stream's connection lasts, where it is to differ from Binance's 24 h. */
  readonly streamLifeMs?: number;
  /** How often streams are pinged, where it is to differ from Binance's 20 s and 3 min. */
  readonly pingIntervalMs?: number;
  readonly log?: (event: string, fields: object) => void;
}

export interface Venue {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;
const TICK_MS = 500;

/** Starts the simulated exchange and resolves when it answers. */
export async function startVenue(options: VenueOptions = {}): Promise<Venue> {
  const { host = '127.0.0.1', port = 0, log = () => undefined } = options;
  const random = new Random(options.seed ?? 1);
  const state = new VenueState(
    createBinanceMarkets(),
    options.priceMovement ?? 'walk',
    options.listenKeyLifetimeMs ?? HOUR_MS,
  );
  const faults = new FaultSwitches();
  const streams = new Streams(faults, options.streamLifeMs);

  let journal: Journal = noJournal;
  const engine = createEngine({
    state,
    streams,
    faults,
    random,
    log,
    // The journal is opened once the port is ours, but the engine is wired before.
    journal: { append: (record) => journal.append(record), close: () => journal.close() },
  });
  const binance = createBinance(engine, {
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.pingIntervalMs ? { pingMs: options.pingIntervalMs } : {}),
  });
  const server = createHttpServer(engine, binance.rest, createControl(engine, binance.limits));
  acceptStreams(server, engine, binance.streams);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // Only now: whoever holds the port also holds the journal, so two venues never share one file.
  try {
    journal = openJournalOf(options, state);
  } catch (error) {
    server.close();
    throw error;
  }
  registerInitialAccounts(engine, options);

  const stopWalking = startPriceWalk(engine, random, TICK_MS);
  const ticker = setInterval(() => {
    const now = Date.now();
    for (const stream of binance.streams) stream.tick(now);
  }, tickIntervalMs(options));

  const address = server.address() as AddressInfo;
  return {
    origin: `http://${host}:${address.port}`,
    port: address.port,
    async close() {
      clearInterval(ticker);
      stopWalking();
      streams.closeAll();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      journal.close();
      journal = noJournal;
    },
  };
}

function openJournalOf({ journalFile }: VenueOptions, state: VenueState): Journal {
  if (journalFile === undefined) return noJournal;
  return openJournal(
    journalFile,
    (record) => restoreRecord(state, record),
    () => describeState(state),
  );
}

function registerInitialAccounts(engine: Engine, { accounts = [] }: VenueOptions): void {
  for (const { apiKey, secret, balances = {} } of accounts) {
    const isKnown = engine.state.accounts.find(apiKey) !== undefined;
    const funds = Object.entries(balances).map(
      ([asset, free]) => [asset, new Decimal(free)] as const,
    );
    registerAccount(engine, { apiKey, secret, funds: isKnown ? [] : funds });
  }
}

function tickIntervalMs(options: VenueOptions): number {
  const { listenKeyLifetimeMs = 1000, pingIntervalMs = 1000, streamLifeMs = 1000 } = options;
  return Math.min(1000, listenKeyLifetimeMs, pingIntervalMs, streamLifeMs);
}
