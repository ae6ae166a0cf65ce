import type { AccountFill, ExchangeRest, ListedOrder } from '../exchange/exchange.js';
import { compareExecutions, type ExecutionMark } from '../domain/fill.js';
import type { Side } from '../domain/order.js';
import type { MarketSymbol } from '../domain/symbol.js';
import { groupBy, type Snapshot } from './snapshot.js';

/** A fill as the exchange reports it, with its market. */
export type ReportedFill = AccountFill & { readonly symbol: MarketSymbol };

/** What an exchange says of an account. */
export interface ExchangeSide {
  readonly openOrders: readonly ListedOrder[];
  readonly fills: readonly ReportedFill[];
}

/** How the exchange knows an order of ours. */
export interface PlacedOrder {
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
}

/**
 * Asks an exchange for the open orders of an account, and for its fills in the markets in which it has or
 * had orders.
 *
 * @throws ExchangeFailure
 */
export async function askExchange(
  rest: ExchangeRest,
  snapshot: Snapshot,
  accountId: number,
): Promise<ExchangeSide> {
  const symbols = symbolsOf(snapshot, accountId);
  const openOrders = await rest.fetchOpenOrders(symbols);
  const placed = placedOrders(snapshot, accountId);
  const fills: ReportedFill[] = [];
  // In turn: an operator's question must not use up the product's share of requests.
  for (const symbol of symbols) {
    const first = firstExecution(snapshot, accountId, symbol);
    const found = await rest.fetchAccountFills(symbol, first ?? null);
    fills.push(...found.map((fill) => ({ ...fill, symbol })));
    if (!first) continue;
    const untold = executedBut(found, snapshot, accountId);
    // What an order that is older than the first known fill filled before it.
    const early = placed.filter(
      (order) => order.symbol === symbol && (isUpTo(order, first) || isUntold(order, untold)),
    );
    for (const order of early) {
      const { side, exchangeOrderId } = order;
      const own = await rest.fetchFills(order);
      fills.push(...own.map((fill) => ({ ...fill, side, exchangeOrderId, symbol })));
    }
  }
  return { openOrders, fills };
}

/** Returns every order of an account of which the exchange's own id is known, each once. */
export function placedOrders(snapshot: Snapshot, accountId: number): PlacedOrder[] {
  const { executions, trades, openOrders, failedOrders } = snapshot;
  const placed = [...openOrders, ...trades, ...executions, ...failedOrders].flatMap((order) => {
    const { exchangeOrderId, symbol, side, clientOrderId } = order;
    if (order.accountId !== accountId || exchangeOrderId === null) return [];
    return [{ symbol, side, clientOrderId, exchangeOrderId }];
  });
  const groups = groupBy(placed, (order) => `${order.symbol} ${order.exchangeOrderId}`);
  return [...groups.values()].flatMap(([first]) => (first ? [first] : []));
}

function symbolsOf(snapshot: Snapshot, accountId: number): MarketSymbol[] {
  const { executions, trades, openOrders, failedOrders } = snapshot;
  // What the exchange refused never came to be there.
  const failed = failedOrders.filter(({ exchangeOrderId }) => exchangeOrderId !== null);
  const known = [...openOrders, ...trades, ...executions, ...failed];
  const own = known.filter((order) => order.accountId === accountId);
  return [...new Set(own.map(({ symbol }) => symbol))];
}

type FirstExecution = ExecutionMark & { readonly exchangeOrderId: string };

function firstExecution(
  { executions }: Snapshot,
  accountId: number,
  symbol: MarketSymbol,
): FirstExecution | undefined {
  return executions
    .filter((each) => each.accountId === accountId && each.symbol === symbol && !each.isInferred)
    .sort(compareExecutions)[0];
}

/** Returns the orders that have filled as far as we know, and of whose fills an exchange told none. */
function executedBut(
  told: readonly AccountFill[],
  { executions }: Snapshot,
  accountId: number,
): ReadonlySet<string> {
  const own = executions.filter((each) => each.accountId === accountId && !each.isInferred);
  const orders = new Set(own.map((execution) => execution.exchangeOrderId));
  for (const { exchangeOrderId } of told) orders.delete(exchangeOrderId);
  return orders;
}

/** Where ids tell nothing of the order's age, its own word counts when the list of fills leaves it out. */
function isUntold({ exchangeOrderId }: PlacedOrder, untold: ReadonlySet<string>): boolean {
  return !isNumber(exchangeOrderId) && untold.has(exchangeOrderId);
}

/** Where order ids grow, a larger one was placed later. Ids that are no numbers tell nothing. */
function isUpTo({ exchangeOrderId }: PlacedOrder, first: FirstExecution): boolean {
  if (!isNumber(exchangeOrderId) || !isNumber(first.exchangeOrderId)) return false;
  return BigInt(exchangeOrderId) <= BigInt(first.exchangeOrderId);
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}
