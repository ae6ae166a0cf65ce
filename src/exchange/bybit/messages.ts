import { z } from 'zod';
import { OrderStatus, type OrderUpdate } from '../../domain/order.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import { readFields, UnreadableMessage } from '../kit/frames.js';
import type { SymbolOf } from '../kit/kept-listing.js';
import { epochInstant } from '../kit/values.js';
import { clientOrderIdOf, spendsAmount, toFill, toView } from './answers.js';
import type { BybitCategory } from './client.js';
import { orderRow, streamedExecutionRow } from './wire.js';

/** The content of one frame of the private stream, in our words. */
export interface BybitMessage {
  readonly topic: string;
  readonly updates: readonly OrderUpdate[];
  /** Rows that could not be read. The other rows still count. */
  readonly problems: readonly string[];
  /** Rows of markets that are not known, as frames of their own: they may have been listed now. */
  readonly unlisted: readonly UnlistedRow[];
}

/** A row whose market is not known, and a frame that has only this row. */
export interface UnlistedRow {
  readonly marketId: string;
  readonly frame: { readonly topic: string };
}

/** The account context in which a stream is read. */
export interface StreamReader {
  /** An account trades one category, but the stream has rows of all of them. */
  readonly category: BybitCategory;
  readonly symbolOf: SymbolOf;
}

const envelope = z.object({ creationTime: epochInstant, data: z.array(z.unknown()) });
const head = z.looseObject({ category: z.string(), symbol: z.string() });

/** Reads a row of one topic. Returns `null` if it says nothing about an order of the account. */
type ReadRow = (
  row: unknown,
  reader: StreamReader,
  symbol: MarketSymbol,
  eventAt: string,
) => OrderUpdate | null;

const topics: Readonly<Record<string, ReadRow>> = { order: readOrder, execution: readExecution };

/**
 * Reads one frame with a topic. Topics other than orders and executions are ignored, and so is
 * `execution.fast`: the topic `execution` reports the same fill with its fee, its kind and its
 * order's quantities.
 *
 * @throws UnreadableMessage when a frame of a known topic is not as documented
 */
export function readMessage(frame: { readonly topic: string }, reader: StreamReader): BybitMessage {
  const { topic } = frame;
  const name = topic.replace(/\.(spot|linear)$/, '');
  const readRow = Object.hasOwn(topics, name) ? topics[name] : undefined;
  if (!readRow) return { topic, updates: [], problems: [], unlisted: [] };
  const { creationTime, data } = readFields(`bybit ${topic}`, envelope, frame);
  const updates: OrderUpdate[] = [];
  const problems: string[] = [];
  const unlisted: UnlistedRow[] = [];
  for (const row of data) {
    try {
      const { category, symbol: id } = readFields(`bybit ${topic}`, head, row);
      if (category !== reader.category) continue;
      const symbol = reader.symbolOf(id);
      const update = symbol === undefined ? null : readRow(row, reader, symbol, creationTime);
      if (update) updates.push(update);
      if (symbol === undefined) unlisted.push({ marketId: id, frame: withOnly(row, frame) });
    } catch (error) {
      if (!(error instanceof UnreadableMessage)) throw error;
      problems.push(error.message);
    }
  }
  return { topic, updates, problems, unlisted };
}

function withOnly(row: unknown, frame: { readonly topic: string }): UnlistedRow['frame'] {
  return Object.assign({}, frame, { data: [row] });
}

/**
 * Orders with which the exchange itself transfers a position: liquidation, auto-deleveraging, block
 * trades. They change the account's position, but nobody placed them and their executions are not
 * fills. They are not tracked: a strategy's own position consists of what its own orders filled.
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
  // Bybit does not say what changed, so that an amended order looks like one that just rests.
  return {
    ...toView(order, category),
    symbol,
    side: order.side,
    fill: null,
    mayAmend: true,
    eventAt,
  };
}

/**
 * Reads an execution. It says little about its order's state: only that part of it has filled. The
 * topic `order` has the rest, and the two are not in step: `orderQty` and `leavesQty` may be from
 * before and after an amendment.
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
  return {
    clientOrderId: clientOrderIdOf(execution),
    exchangeOrderId: execution.orderId,
    status: OrderStatus.PARTIALLY_FILLED,
    filledQuantity: execution.execQty,
    ...(isByCost ? { isByCost } : {}),
    symbol,
    side: execution.side,
    fill: toFill(execution, category, symbol),
    eventAt,
  };
}
