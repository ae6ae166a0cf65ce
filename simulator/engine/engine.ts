/*
 * The engine room: what happens to orders, whichever exchange they were sent to.
 *
 * Entry points
 *   createEngine      wires state, journal, streams and faults; exchanges are built on it
 *   Matching          one for each market: place, cancel, expire, fill, cross
 *   viewLedger        what a read of an account may see
 *   Clock             the time that clients see
 *   takeClientId      takes the client id of a refused request
 *   startPriceWalk    moves prices and fills the orders that they reach
 *
 * Who owns what
 *   market/           the state: accounts and funds, orders and fills, prices, stream keys
 *   journal/          the state's copy on disk
 *   engine/           every change of orders and fills
 *   faults/           which faults are on, and what each of them does
 *   server/           sockets: requests in, answers and frames out, spoiled where a fault says so
 *   control/          what tests and demonstrations may ask for
 *   exchanges/        one folder for each exchange: its wire, its rules, its limits, but no orders
 *
 * How narrow the interface is: an exchange turns a request into an OrderDraft, which Matching
 * places or refuses, and answers with the resulting Order. In the other direction, each operation
 * is one MarketUpdate, which goes to those who registered with `onUpdate`.
 *
 * Imports go one way: names, decimal, random, http, fields, model < market < journal < faults <
 * server < engine < control, options < exchanges < venue < main. Within exchanges, no exchange
 * imports another, and kit imports none of them. Lint checks it, except within one floor of
 * scripts/lint/simulator-floors.mjs.
 *
 * Invariants; the code refers to each at the place that keeps it
 *   V1  Each operation, like any other change, is one line of the journal, written before an answer
 *       or a frame reports it. The venue may be killed at any moment: it comes back with every
 *       order, fill and balance that it ever reported. Prices that walk may come back some steps
 *       older. Clock, faults, limits and nonces are not in the journal.
 *   V2  Only an Operation changes orders, fills and the funds that they move, and each Operation
 *       is about one account. Only restoring the journal puts them back without one.
 *   V3  An Order is one state of an order and never changes. Whoever holds one may keep it.
 *   V4  Prices, quantities and amounts are decimals of decimal.ts, never floating-point numbers.
 *   V5  State keeps this machine's time. Clients see the exchange's, which only Clock knows.
 *   V6  What an exchange's read shows of orders and fills comes from a LedgerView, which a fault
 *       may set in the past. What acts on orders uses the book itself.
 *   V7  Chance in prices and fills comes from one seeded Random, so a seed repeats a run whose
 *       events come in the same order.
 *   V8  Nothing of the product is imported: the venue stands in for somebody else's server, and
 *       would prove nothing if both shared a misunderstanding.
 *   V9  No code names an exchange or one of its markets, except names.ts, the registry and the
 *       exchanges' own folders. (One exception, for old journals: `readBalance`.)
 */

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
import { Matching, type Commit } from './matching.js';

/** Called with an update after it was written to the journal (V1). */
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

/** Wires matching, journal and streams so that an update is written before it is sent (V1). */
export function createEngine(parts: EngineParts): Engine {
  const { state, journal, random } = parts;
  const listeners = perMarket((): UpdateListener[] => []);

  const commit: Commit = (update, market, account, isSecret) => {
    if (update.executions.length === 0) return;
    writeUpdate(journal, update, market, account); // V1
    if (isSecret) return;
    // Events leave in the next turn, when the REST answer is already on its way. Which of the two
    // arrives first is up to the network, as with a real exchange.
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
