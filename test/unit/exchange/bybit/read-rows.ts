import { expect } from 'vitest';
import { readMessage, type BybitMessage } from '../../../../src/exchange/bybit/messages.js';
import type { BybitCategory } from '../../../../src/exchange/bybit/client.js';
import { parseFrame } from '../../../../src/exchange/kit/frames.js';
import type { OrderUpdate } from '../../../../src/domain/order.js';
import { framed } from './fixtures.js';
import { strictHandlers } from '../../../kit/exchange/handlers.js';

/** The market of every fixture. */
export const symbolOf = (id: string): string | undefined =>
  id === 'BTCUSDT' ? 'BTC/USDT' : undefined;

/** As the stream reads it: from text, with numbers as text. */
export function read(
  topic: string,
  rows: readonly object[],
  category: BybitCategory,
): BybitMessage {
  const named = rows.map((row) => ({ category, ...row }));
  const text = JSON.stringify(framed(topic, named));
  const frame = parseFrame('bybit', text, strictHandlers, 'as-text') as { topic: string };
  return readMessage(frame, { category, symbolOf });
}

/** Reads the only row of a frame. */
export function updateOf(
  topic: string,
  row: object,
  category: BybitCategory = 'spot',
): OrderUpdate {
  const { updates, problems } = read(topic, [row], category);
  expect(problems).toEqual([]);
  const [update, ...more] = updates;
  if (!update || more.length > 0) throw new Error(`expected one update, was ${updates.length}`);
  return update;
}

/** What orders and executions of the fixtures say alike. */
export const partlyFilled = {
  clientOrderId: 'ft-1',
  exchangeOrderId: 'b-1',
  symbol: 'BTC/USDT',
  side: 'BUY',
  status: 'PARTIALLY_FILLED',
  filledQuantity: '0.004',
  eventAt: '2023-11-14T22:13:20.003Z',
};
