import type { FaultSwitches } from '../faults/switches.js';
import type { Journal } from '../journal/journal.js';
import type { Account } from '../market/accounts.js';
import type { Market } from '../market/market.js';
import type { VenueState } from '../market/venue-state.js';
import { perMarket, type MarketUpdate } from '../model.js';
import type { MarketName } from '../names.js';
import type { Random } from '../random.js';
import { RequestCounts } from '../server/request-counts.js';
import type { Streams } from '../server/streams.js';
import { Clock } from './clock.js';
import { Matching } from './matching.js';

/*
 * The engine room: what becomes of orders, whichever exchange they were sent to.
 *
 * Entry points
 *   createEngine      wires state, journal, streams and faults; every exchange gets its result
 *   Matching          one for each market: place, cancel, expire, fill, cross
 *   viewLedger        what a read of an account may see
 *   Clock             the time that clients see
 *   takeClientId      uses up the client id of a refused request
 *   startPriceWalk    moves prices and fills what they reach
 *
 * Who owns what
 *   market/           what there is: accounts and funds, orders and fills, prices, stream keys
 *   journal/          its copy on disk
 *   engine/           every change of it
 *   faults/           which faults are on, and what each of them does
 *   server/           sockets: requests in, answers and frames out, spoiled where a fault says so
 *   control/          what tests and demonstrations may ask for
 *   exchanges/        one folder an exchange: its wire, its rules, its limits; no state of orders
 *
 * How narrow the talk is: an exchange turns a request into an OrderDraft, which Matching places or
 * refuses, and answers with the Order that comes back. Events come the other way, as a MarketUpdate
 * for each operation, to those who asked for them by `onUpdate`.
 *
 * Imports go one way: names, decimal, random, http, model < market < journal < faults < server <
 * engine < control < exchanges < venue, main. Within exchanges, kit stands below the exchanges.
 *
 * What always holds
 *   V1  A change is in the journal before an answer or a frame reports it, and one operation is
 *       one line: killed at any moment, the venue comes back with all that it ever said.
 *   V2  Orders, fills and what they do to funds change by an Operation only, for one account.
 *   V3  An order's state is an object that never changes. Whoever holds one may keep it.
 *   V4  Prices, quantities and amounts are decimals of decimal.ts, exact from wire to wire.
 *   V5  State keeps this machine's time. Clients see the exchange's, which only Clock knows.
 *   V6  What a read shows of orders and fills comes from a LedgerView, which a fault may send to
 *       the past. What acts on orders looks at the book itself.
 *   V7  What prices and fills do by chance comes from one Random, so that a seed repeats a run.
 *   V8  Nothing of the product is imported: the venue stands in for somebody else's server, and
 *       would prove nothing if both shared a misunderstanding.
 *   V9  No exchange is known by name outside names.ts, the registry and the exchanges' folders.
 */

/** Hears of updates after they are written down. */
export type UpdateListener = (update: MarketUpdate) => void;

export interface EngineParts {
  readonly state: VenueState;
  readonly journal: Journal;
  readonly streams: Streams;
  readonly faults: FaultSwitches;
  readonly random: Random;
  readonly log: (event: string, fields: object) => void;
}

/** What every exchange's front is built on. */
export interface Engine extends Omit<EngineParts, 'random'> {
  readonly matching: Readonly<Record<MarketName, Matching>>;
  readonly clock: Clock;
  readonly requestCounts: RequestCounts;
  onUpdate(market: MarketName, listener: UpdateListener): void;
}

/** Puts matching, journal and streams together in the one order that is safe. */
export function createEngine(parts: EngineParts): Engine {
  const { state, journal, random } = parts;
  const listeners = perMarket((): UpdateListener[] => []);

  const commit = (update: MarketUpdate, market: Market, account: Account): void => {
    if (update.executions.length === 0) return;
    writeUpdate(journal, update, market, account); // V1
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
    requestCounts: new RequestCounts(),
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
