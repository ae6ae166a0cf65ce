import type {
  AccountFill,
  ExchangeRest,
  ListedOrder,
  OrderReference,
} from '../exchange/exchange.js';
import { compareExecutions, type ExecutionMark } from '../domain/fill.js';
import type { Side } from '../domain/order.js';
import type { MarketSymbol } from '../domain/symbol.js';
import type { Snapshot } from '../queries/snapshot.js';
import { groupBy } from './groups.js';

/** A fill as the exchange reports it, with its market. */
export type ReportedFill = AccountFill & { readonly symbol: MarketSymbol };

/** What an exchange reports of an account. */
export interface ExchangeSide {
  readonly openOrders: readonly ListedOrder[];
  readonly fills: readonly ReportedFill[];
}

/** How the exchange knows an order of ours. */
export interface PlacedOrder extends OrderReference {
  readonly side: Side;
  readonly exchangeOrderId: string;
}

/**
 * Asks an exchange for the open orders of an account, and for its fills in the markets in which it
 * has or had orders.
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
    const unlisted = executedBut(found, snapshot, accountId);
    // An order that is older than the first known fill may have filled before it.
    const early = placed.filter(
      (order) => order.symbol === symbol && (isUpTo(order, first) || isUnlisted(order, unlisted)),
    );
    for (const order of early) {
      const { side, exchangeOrderId } = order;
      const own = await rest.fetchFills(order);
      fills.push(...own.map((fill) => ({ ...fill, side, exchangeOrderId, symbol })));
    }
  }
  return { openOrders, fills };
}

/** Returns every order of an account whose id on the exchange is known, each once. */
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
  // An order that the exchange refused has no id of its, and no fills.
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

/** Returns the orders with recorded fills of which an exchange listed none. */
function executedBut(
  listed: readonly AccountFill[],
  { executions }: Snapshot,
  accountId: number,
): ReadonlySet<string> {
  const own = executions.filter((each) => each.accountId === accountId && !each.isInferred);
  const orders = new Set(own.map((execution) => execution.exchangeOrderId));
  for (const { exchangeOrderId } of listed) orders.delete(exchangeOrderId);
  return orders;
}

/** Where ids say nothing of an order's age, one is asked about that the list of fills left out. */
function isUnlisted({ exchangeOrderId }: PlacedOrder, unlisted: ReadonlySet<string>): boolean {
  return !isNumber(exchangeOrderId) && unlisted.has(exchangeOrderId);
}

/** Where order ids grow, a larger one was placed later. Ids that are no numbers say nothing. */
function isUpTo({ exchangeOrderId }: PlacedOrder, first: FirstExecution): boolean {
  if (!isNumber(exchangeOrderId) || !isNumber(first.exchangeOrderId)) return false;
  return BigInt(exchangeOrderId) <= BigInt(first.exchangeOrderId);
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}
