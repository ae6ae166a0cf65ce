import { registerAccount } from './control/accounts.js';
import type { LimitControl } from './control/exchange-controls.js';
import type { UnclearCodes } from './control/fault-codes.js';
import { createControl } from './control/interface.js';
import { Decimal } from './decimal.js';
import { createEngine, type Engine } from './engine/engine.js';
import { startPriceWalk } from './engine/price-walk.js';
import type { ExchangeFront } from './exchanges/exchange.js';
import { createFronts, createMarkets } from './exchanges/registry.js';
import { FaultSwitches } from './faults/switches.js';
import { noJournal, openJournal, type Journal } from './journal/journal.js';
import { describeState, restoreRecord } from './journal/restore.js';
import { VenueState } from './market/venue-state.js';
import { perExchange } from './model.js';
import { EXCHANGES, type ExchangeName, type MarketName } from './names.js';
import type { VenueOptions } from './options.js';
import { Random } from './random.js';
import { acceptStreams } from './server/accept-streams.js';
import { closeFrontDoors, openFrontDoors } from './server/front-doors.js';
import { createHttpServer, type ControlHandler } from './server/http-server.js';
import { Streams } from './server/streams.js';

export type { VenueOptions };

export interface Venue {
  /** The URL of the first exchange and of the control interface. */
  readonly origin: string;
  readonly port: number;
  /** The URL of each exchange. */
  readonly origins: Readonly<Record<ExchangeName, string>>;
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;
const TICK_MS = 500;
const [{ name: FIRST }] = EXCHANGES;

/** Starts the simulated exchanges. Resolves when they answer. */
export async function startVenue(options: VenueOptions = {}): Promise<Venue> {
  const { log = () => undefined } = options;
  const random = new Random(options.seed ?? 1); // V7
  const state = new VenueState(
    createMarkets(),
    options.priceMovement ?? 'walk',
    options.streamKeyLifetimeMs ?? HOUR_MS,
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
    // The engine is wired before the journal is opened, which happens once the ports are ours.
    journal: { append: (record) => journal.append(record), close: () => journal.close() },
  });
  const fronts = createFronts(engine, options);
  const all = Object.values(fronts);
  const limits = merged(all.map((front) => front.limits));
  setInitialLimits(limits, options);
  const control = createControl(
    engine,
    {
      limits,
      calls: merged(all.map(({ controls }) => controls)),
      unclearCodes: unclearCodesOf(fronts),
    },
    (): Venue['origins'] => origins,
  );
  const servers = perExchange((name) =>
    serverOf(engine, fronts[name], name === FIRST ? control : undefined),
  );

  const origins = await openFrontDoors(servers, options);
  // Only now: whoever holds the ports also holds the journal, so two venues never share a file.
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
    for (const front of all) for (const stream of front.streams) stream.tick(now);
  }, tickIntervalMs(options));

  return {
    origin: origins[FIRST],
    port: Number(new URL(origins[FIRST]).port),
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
  acceptStreams(server, engine.streams, streams);
  return server;
}

function merged<T extends object>(parts: readonly (T | undefined)[]): T {
  return Object.assign({}, ...parts) as T;
}

function unclearCodesOf(fronts: Readonly<Record<ExchangeName, ExchangeFront>>): UnclearCodes {
  const codes = Object.entries(fronts).map(([name, { unclearCodes }]) => [name, unclearCodes]);
  return Object.fromEntries(codes.filter(([, each]) => each !== undefined)) as UnclearCodes;
}

function setInitialLimits(
  controls: Partial<Record<MarketName, LimitControl>>,
  { limits = {} }: VenueOptions,
): void {
  for (const [market, wanted] of Object.entries(limits)) {
    const control = controls[market as MarketName];
    control?.change(control.schema.parse(wanted));
  }
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

/** Returns how often lifetimes are checked: more often if one of them is shorter than a second. */
function tickIntervalMs(options: VenueOptions): number {
  const { streamKeyLifetimeMs, pingIntervalMs, streamLifeMs, streamIdleMs } = options;
  const given = [streamKeyLifetimeMs, pingIntervalMs, streamLifeMs, streamIdleMs];
  return Math.min(1000, ...given.filter((ms) => ms !== undefined));
}
