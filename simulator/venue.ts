import { createControl } from './control/interface.js';
import { registerAccount } from './control/accounts.js';
import { Decimal } from './decimal.js';
import { createEngine, type Engine } from './engine/engine.js';
import { createMarkets, EXCHANGES, type ExchangeFront } from './exchanges/registry.js';
import { FaultSwitches } from './faults/switches.js';
import { closeFrontDoors, openFrontDoors } from './server/front-doors.js';
import { createHttpServer, type ControlHandler } from './server/http-server.js';
import { noJournal, openJournal, type Journal } from './journal/journal.js';
import { perExchange, type ExchangeName } from './model.js';
import type { VenueOptions } from './options.js';
import { startPriceWalk } from './engine/price-walk.js';
import { Random } from './random.js';
import { describeState, restoreRecord } from './journal/restore.js';
import { VenueState } from './market/venue-state.js';
import { Streams } from './server/streams.js';
import { acceptStreams } from './server/accept-streams.js';

export type { VenueOptions };

export interface Venue {
  /** Where Binance and the control interface are. */
  readonly origin: string;
  readonly port: number;
  /** Where each exchange is. */
  readonly origins: Readonly<Record<ExchangeName, string>>;
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;
const TICK_MS = 500;

/** Starts the simulated exchange and resolves when it answers. */
export async function startVenue(options: VenueOptions = {}): Promise<Venue> {
  const { log = () => undefined } = options;
  const random = new Random(options.seed ?? 1);
  const state = new VenueState(
    createMarkets(),
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
    // The journal is opened once the ports are ours, but the engine is wired before.
    journal: { append: (record) => journal.append(record), close: () => journal.close() },
  });
  const fronts = perExchange((name) => EXCHANGES[name].create(engine, options));
  const all = Object.values(fronts);
  const control = createControl(
    engine,
    merged(all.map(({ limits }) => limits)),
    merged(all.map(({ controls }) => controls)),
    (): Venue['origins'] => origins,
  );
  const servers = perExchange((name) =>
    serverOf(engine, fronts[name], name === 'binance' ? control : undefined),
  );

  const origins = await openFrontDoors(servers, options);
  // Only now: whoever holds the ports also holds the journal, so two venues never share one file.
  try {
    journal = openJournalOf(options, state);
  } catch (error) {
    await closeFrontDoors(servers);
    throw error;
  }
  registerInitialAccounts(engine, options);

  const stopWalking = startPriceWalk(engine, random, TICK_MS);
  const ticker = setInterval(() => {
    const now = Date.now();
    for (const { streams } of all) for (const stream of streams) stream.tick(now);
  }, tickIntervalMs(options));

  return {
    origin: origins.binance,
    port: Number(new URL(origins.binance).port),
    origins,
    async close() {
      clearInterval(ticker);
      stopWalking();
      streams.closeAll();
      await closeFrontDoors(servers);
      journal.close();
      journal = noJournal;
    },
  };
}

function serverOf(
  engine: Engine,
  { rest, streams }: ExchangeFront,
  control: ControlHandler | undefined,
): ReturnType<typeof createHttpServer> {
  const server = createHttpServer(engine, rest, control);
  acceptStreams(server, engine, streams);
  return server;
}

function merged<T extends object>(parts: readonly (T | undefined)[]): T {
  return Object.assign({}, ...parts) as T;
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
  const { listenKeyLifetimeMs, pingIntervalMs, streamLifeMs, streamIdleMs } = options;
  const told = [listenKeyLifetimeMs, pingIntervalMs, streamLifeMs, streamIdleMs];
  return Math.min(1000, ...told.filter((ms) => ms !== undefined));
}
