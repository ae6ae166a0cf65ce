import type { LedgerView } from '../../engine/ledger-view.js';
import type { Fill, Order } from '../../model.js';
import { BinanceError, errors } from './errors.js';
import type { BinanceParameters } from './parameters.js';

const DEFAULT_LIMIT = 500;
const MAX_LIMIT = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Answers allOrders, oldest first: from `orderId` on, within a window, or else the latest. */
export function listOrders(
  parameters: BinanceParameters,
  view: LedgerView,
  symbol: string,
): Order[] {
  const limit = limitOf(parameters);
  const fromId = parameters.integer('orderId');
  const [startTime, endTime] = windowOf(parameters);
  const isBounded = fromId !== undefined || startTime !== undefined;
  const found: Order[] = [];
  for (const order of view.ordersNewestFirst(symbol)) {
    if (fromId !== undefined && order.orderId < fromId) break;
    // Times are as clients see them (V5), and decrease where the exchange's clock was set back.
    if (fromId === undefined && startTime !== undefined && order.createdAt < startTime) continue;
    if (fromId === undefined && endTime !== undefined && order.createdAt > endTime) continue;
    found.push(order);
    // With a lower bound the page starts at that bound, so everything above it must be read first.
    if (!isBounded && found.length === limit) break;
  }
  return found.reverse().slice(0, limit);
}

/**
 * Answers myTrades and userTrades: from a trade id or time on, or else the latest; of an order, if
 * one is named.
 */
export function listFills(
  parameters: BinanceParameters,
  view: LedgerView,
  symbol: string,
): readonly Fill[] {
  const limit = limitOf(parameters);
  const fromId = parameters.integer('fromId');
  const orderId = parameters.integer('orderId');
  const [startTime, endTime] = windowOf(parameters);
  const fills = view.fills(symbol);
  // Trade ids only increase, so everything before this one can be skipped at once.
  const start = firstIndex(fills, (fill) => fill.tradeId >= (fromId ?? 0));
  const isBounded = fromId !== undefined || startTime !== undefined;
  const isWanted = (fill: Fill): boolean => orderId === undefined || fill.orderId === orderId;
  if (!isBounded && endTime === undefined) return fills.filter(isWanted).slice(-limit);
  const found: Fill[] = [];
  for (let index = start; index < fills.length && found.length < limit; index += 1) {
    const fill = fills[index];
    if (!fill || (endTime !== undefined && fill.at > endTime)) continue;
    // Times may decrease here, too.
    if (fromId === undefined && startTime !== undefined && fill.at < startTime) continue;
    if (isWanted(fill)) found.push(fill);
  }
  return found;
}

function limitOf(parameters: BinanceParameters): number {
  const limit = parameters.integer('limit') ?? DEFAULT_LIMIT;
  if (limit < 1) throw errors.illegalCharacters('limit', '1..1000');
  return Math.min(limit, MAX_LIMIT);
}

function windowOf(parameters: BinanceParameters): [number | undefined, number | undefined] {
  const startTime = parameters.integer('startTime');
  const endTime = parameters.integer('endTime');
  if (startTime !== undefined && endTime !== undefined) {
    if (endTime < startTime) {
      throw new BinanceError(-1127, 'Start time is greater than end time.');
    }
  }
  return [startTime, endTime];
}

/** Throws if the window is wider than Binance allows in one call. */
export function checkWindow(parameters: BinanceParameters, days: number): void {
  const [startTime, endTime] = windowOf(parameters);
  if (startTime === undefined || endTime === undefined) return;
  if (endTime - startTime > days * DAY_MS) {
    const hours = days * 24;
    throw new BinanceError(-1127, `More than ${hours} hours between startTime and endTime.`);
  }
}

function firstIndex(fills: readonly Fill[], isAtLeast: (fill: Fill) => boolean): number {
  let [low, high] = [0, fills.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const fill = fills[middle];
    if (fill && isAtLeast(fill)) high = middle;
    else low = middle + 1;
  }
  return low;
}
