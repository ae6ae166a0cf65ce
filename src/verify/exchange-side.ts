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

/** A fill as the exchange lists it, with its market. */
export type ReportedFill = AccountFill & { readonly symbol: MarketSymbol };

/** What an exchange lists for an account. */
export interface ExchangeSide {
  readonly openOrders: readonly ListedOrder[];
  readonly fills: readonly ReportedFill[];
}

/** The exchange's data of an order of ours. */
export interface PlacedOrder extends OrderReference {
  readonly side: Side;
  readonly exchangeOrderId: string;
}

/**
 * Asks an exchange for an account's open orders, and for its fills in the markets where it has or
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
  // One after another, since an operator's question must not use up the product's requests.
  for (const symbol of symbols) {
    const first = firstExecution(snapshot, accountId, symbol);
    const found = await rest.fetchAccountFills(symbol, first ?? null);
    fills.push(...found.map((fill) => ({ ...fill, symbol })));
    if (!first) continue;
    const unlisted = executedBut(found, snapshot, accountId);
    // An order that is older than the first known fill may have filled before that.
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

/** Returns every order of an account whose exchange order id is known, each once. */
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
  // An order that the exchange rejected has no exchange order id and no fills.
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

/** Returns the orders with recorded fills of which the exchange listed none. */
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

/**
 * Returns whether an order must be asked about because the list lacks its fills. This is for ids
 * that do not show an order's age.
 */
function isUnlisted({ exchangeOrderId }: PlacedOrder, unlisted: ReadonlySet<string>): boolean {
  return !isNumber(exchangeOrderId) && unlisted.has(exchangeOrderId);
}

/**
 * Returns whether an order is at most as old as the first execution's order: where ids are numbers,
 * they grow with time. Other ids prove nothing.
 */
function isUpTo({ exchangeOrderId }: PlacedOrder, first: FirstExecution): boolean {
  if (!isNumber(exchangeOrderId) || !isNumber(first.exchangeOrderId)) return false;
  return BigInt(exchangeOrderId) <= BigInt(first.exchangeOrderId);
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}
