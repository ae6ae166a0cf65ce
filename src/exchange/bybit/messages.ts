import { z } from 'zod';
import { statusFor } from '../../domain/merge.js';
import { OrderStatus, type OrderUpdate } from '../../domain/order.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import { readFields, UnreadableMessage } from '../kit/frames.js';
import type { SymbolOf } from '../kit/kept-listing.js';
import { epochInstant } from '../kit/values.js';
import { clientOrderIdOf, filledAt, spendsAmount, toFill, toView } from './answers.js';
import type { BybitCategory } from './client.js';
import { orderRow, streamedExecutionRow } from './wire.js';

/** What one frame of the private stream says, in our words. */
export interface BybitMessage {
  readonly topic: string;
  readonly updates: readonly OrderUpdate[];
  /** Rows that could not be read; the others count all the same. */
  readonly problems: readonly string[];
}

/** What a stream is read for. */
export interface StreamReader {
  /** An account is one category; the stream has rows of all. */
  readonly category: BybitCategory;
  readonly symbolOf: SymbolOf;
}

const envelope = z.object({ creationTime: epochInstant, data: z.array(z.unknown()) });
const head = z.looseObject({ category: z.string(), symbol: z.string() });

/** Reads a row as one topic writes it; `null` when it says nothing of an order of the account. */
type ReadRow = (
  row: unknown,
  reader: StreamReader,
  symbol: MarketSymbol,
  eventAt: string,
) => OrderUpdate | null;

const topics: Readonly<Record<string, ReadRow>> = { order: readOrder, execution: readExecution };

/**
 * Reads one frame with a topic. Others than orders and executions are passed over, `execution.fast`
 * too: the same trade comes with its fee, its kind and its order's quantities by `execution`.
 *
 * @throws UnreadableMessage when a frame of a known topic is not as documented
 */
export function readMessage(frame: { readonly topic: string }, reader: StreamReader): BybitMessage {
  const { topic } = frame;
  const name = topic.replace(/\.(spot|linear)$/, '');
  const readRow = Object.hasOwn(topics, name) ? topics[name] : undefined;
  if (!readRow) return { topic, updates: [], problems: [] };
  const { creationTime, data } = readFields(`bybit ${topic}`, envelope, frame);
  const updates: OrderUpdate[] = [];
  const problems: string[] = [];
  for (const row of data) {
    try {
      const { category, symbol: id } = readFields(`bybit ${topic}`, head, row);
      const symbol = category === reader.category ? reader.symbolOf(id) : undefined;
      const update = symbol === undefined ? null : readRow(row, reader, symbol, creationTime);
      if (update) updates.push(update);
    } catch (error) {
      if (!(error instanceof UnreadableMessage)) throw error;
      problems.push(error.message);
    }
  }
  return { topic, updates, problems };
}

/**
 * Orders by which the exchange passes a position on: liquidation, auto-deleveraging, block trades.
 * They change the account's position, but nobody placed them, and their executions are no trades:
 * they are not tracked, and a strategy's own position is what its own orders filled.
 */
const PASSED_THROUGH = /_PassThrough$/;

function readOrder(
  row: unknown,
  { category }: StreamReader,
  symbol: MarketSymbol,
  eventAt: string,
): OrderUpdate | null {
  const order = readFields('bybit order', orderRow, row);
  if (PASSED_THROUGH.test(order.createType ?? '')) return null;
  return { ...toView(order, category), symbol, side: order.side, fill: null, eventAt };
}

/**
 * An execution says little of its order's state: what is filled at least. The topic `order` has the
 * rest.
 */
function readExecution(
  row: unknown,
  { category }: StreamReader,
  symbol: MarketSymbol,
  eventAt: string,
): OrderUpdate | null {
  const execution = readFields('bybit execution', streamedExecutionRow, row);
  if (!execution) return null;
  const isByCost = spendsAmount(execution, category);
  const filledQuantity = filledAt(execution, category);
  const quantity = isByCost ? null : (execution.orderQty ?? null);
  return {
    clientOrderId: clientOrderIdOf(execution),
    exchangeOrderId: execution.orderId,
    status: statusFor(OrderStatus.NEW, filledQuantity, quantity),
    filledQuantity,
    ...(isByCost ? { isByCost } : {}),
    symbol,
    side: execution.side,
    fill: toFill(execution, category, symbol),
    eventAt,
  };
}
