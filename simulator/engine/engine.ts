import type { Account } from '../market/accounts.js';
import { Clock } from './clock.js';
import type { FaultSwitches } from '../faults/switches.js';
import type { Journal } from '../journal/journal.js';
import type { Market } from '../market/market.js';
import { Matching } from './matching.js';
import { perMarket, type MarketName, type MarketUpdate } from '../model.js';
import type { Random } from '../random.js';
import type { VenueState } from '../market/venue-state.js';
import type { Streams } from '../server/streams.js';

/** Hears of updates after they are written down. */
export type UpdateListener = (update: MarketUpdate) => void;

/** What every exchange's front needs: state, matching, journal, streams and faults. */
export interface Engine {
  readonly state: VenueState;
  readonly matching: Readonly<Record<MarketName, Matching>>;
  readonly journal: Journal;
  readonly streams: Streams;
  readonly faults: FaultSwitches;
  readonly clock: Clock;
  readonly log: (event: string, fields: object) => void;
  /** Counts of requests by account and by "METHOD path", since the venue started. */
  readonly requestCounts: Map<string, Map<string, number>>;
  onUpdate(market: MarketName, listener: UpdateListener): void;
}

export interface EngineParts {
  readonly state: VenueState;
  readonly journal: Journal;
  readonly streams: Streams;
  readonly faults: FaultSwitches;
  readonly random: Random;
  readonly log: (event: string, fields: object) => void;
}

/** Puts matching, journal and streams together in the one order that is safe. */
export function createEngine(parts: EngineParts): Engine {
  const { state, journal, random } = parts;
  const listeners = perMarket((): UpdateListener[] => []);

  const commit = (update: MarketUpdate, market: Market, account: Account): void => {
    if (update.executions.length === 0) return;
    writeUpdate(journal, update, market, account);
    // Events leave in the next turn: the REST answer is on its way by then, and which of the two
    // arrives first is the network's affair, as with a real exchange.
    setImmediate(() => {
      for (const listener of listeners[update.market]) listener(update);
    });
  };
  const matchingOf = (name: MarketName): Matching =>
    new Matching(state.markets[name], (apiKey) => state.account(apiKey), random, commit);

  return {
    ...parts,
    clock: new Clock(),
    matching: perMarket(matchingOf),
    requestCounts: new Map(),
    onUpdate: (market, listener) => void listeners[market].push(listener),
  };
}

function writeUpdate(
  journal: Journal,
  update: MarketUpdate,
  market: Market,
  account: Account,
): void {
  const { executions } = update;
  const finalOrders = new Map(executions.map(({ order }) => [order.orderId, order]));
  const changes = account.wallets[market.name].takeChanges();
  journal.append({
    orders: [...finalOrders.values()],
    fills: executions.flatMap(({ fill }) => (fill ? [fill] : [])),
    wallets: [{ apiKey: account.apiKey, market: market.name, ...changes }],
    executionIds: { [market.name]: market.ledger.lastExecutionId },
  });
}
