import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../../src/domain/fill.js';
import type { OrderView } from '../../../../src/domain/order.js';
import { toFill, toView } from '../../../../src/exchange/bybit/answers.js';
import type { BybitCategory } from '../../../../src/exchange/bybit/client.js';
import { readMessage } from '../../../../src/exchange/bybit/messages.js';
import { executionRow, listAnswer, orderRow } from '../../../../src/exchange/bybit/wire.js';
import { parseFrame } from '../../../../src/exchange/kit/frames.js';
import * as fixtures from './fixtures.js';
import { strictHandlers } from '../../../kit/exchange/handlers.js';
import { origin, payloadsOf, same, type Json } from '../../../kit/exchange/payloads.js';

const payloads = payloadsOf('bybit', {
  ws_order: fixtures.framed('order', [{ ...fixtures.spotOrder, category: 'spot' }]),
  ws_order_cancelled: fixtures.framed('order', [
    { ...fixtures.linearOrder, category: 'linear', orderStatus: 'Cancelled', avgPrice: '' },
  ]),
  ws_execution: fixtures.framed('execution', [{ ...fixtures.linearExecution, category: 'linear' }]),
  ws_execution_adl: fixtures.framed('execution', [
    { ...fixtures.linearExecution, category: 'linear', execType: 'AdlTrade' },
  ]),
  ws_execution_fast: fixtures.framed('execution.fast', [{ category: 'linear', execId: 'e-1' }]),
  http_orders: fixtures.list([fixtures.spotOrder]),
  http_executions: fixtures.list([fixtures.linearExecution], '', 'linear'),
});

/** What the exchange's state means to us, written down apart from the product's table. */
const meaning: Readonly<Record<string, string>> = {
  New: 'NEW',
  Untriggered: 'NEW',
  PartiallyFilled: 'PARTIALLY_FILLED',
  Filled: 'FILLED',
  Cancelled: 'CANCELLED',
  Rejected: 'REJECTED',
};

const symbolOf = (id: string): string => id.replace(/(USDT|USDC)$/, '/$1');
function checkOrder(view: OrderView, row: Json): void {
  const hasTraded = Number(row['cumExecQty']) > 0;
  const status = meaning[String(row['orderStatus'])];
  expect(view.exchangeOrderId).toBe(row['orderId']);
  expect(view.clientOrderId).toBe(row['orderLinkId']);
  // What has traded was accepted first.
  expect(view.status).toBe(status === 'REJECTED' && hasTraded ? 'CANCELLED' : status);
  same(view.filledQuantity, row['cumExecQty']);
  same(view.cumulativeQuote, row['cumExecValue']);
}

function checkFill(fill: Fill | null | undefined, row: Json): void {
  expect(fill?.exchangeTradeId).toBe(row['execId']);
  expect(fill?.isMaker).toBe(row['isMaker']);
  expect(fill?.feeAsset).toBe(row['feeCurrency'] ?? 'USDT');
  expect(fill?.executedAt).toBe(new Date(Number(row['execTime'])).toISOString());
  same(fill?.price, row['execPrice']);
  same(fill?.quantity, row['execQty']);
  same(fill?.fee, row['execFee']);
}

function checkFrame(text: string, rows: readonly Json[]): string {
  const frame = parseFrame('bybit', text, strictHandlers, 'as-text') as { topic: string };
  const category = (rows[0]?.['category'] ?? 'spot') as BybitCategory;
  const { topic, updates, problems } = readMessage(frame, { category, symbolOf });
  expect(problems).toEqual([]);
  const news = rows.filter(
    (row) => topic === 'order' || (topic === 'execution' && row['execType'] === 'Trade'),
  );
  expect(updates).toHaveLength(news.length);
  for (const [index, row] of news.entries()) {
    const update = updates[index]!;
    expect(update.symbol).toBe(symbolOf(String(row['symbol'])));
    expect(update.side).toBe(String(row['side']).toUpperCase());
    if (topic === 'order') checkOrder(update, row);
    else checkFill(update.fill, row);
  }
  return news.length === 0 ? 'nothing of an order' : `frame of ${topic}`;
}

function checkList(answer: Json, rows: readonly Json[], category: BybitCategory): string {
  const [first = {}] = rows;
  if ('execId' in first) {
    const { list } = listAnswer(executionRow).parse(answer).result;
    for (const [index, row] of rows.entries()) {
      const trade = list[index];
      checkFill(trade && toFill(trade, category, symbolOf(String(row['symbol']))), row);
    }
    return 'list of executions';
  }
  if (!('orderStatus' in first)) return 'another list';
  const { list } = listAnswer(orderRow).parse(answer).result;
  for (const [index, row] of rows.entries()) checkOrder(toView(list[index]!, category), row);
  return 'list of orders';
}

/** Checks that a payload is read as it says, and returns what kind of payload it was. */
function check(text: string): string {
  const payload = JSON.parse(text) as Json;
  if (Array.isArray(payload['data'])) return checkFrame(text, payload['data'] as Json[]);
  const result = payload['result'] as { list?: Json[]; category?: BybitCategory } | undefined;
  return result?.list
    ? checkList(payload, result.list, result.category ?? 'linear')
    : 'another answer';
}

describe(`payloads of ${origin}`, () => {
  it.each(payloads.map((payload) => [payload.name, payload] as const))(
    'reads %s',
    (_, { text }) => {
      expect(check(text)).not.toBe('');
    },
  );

  it('has frames and lists of orders and executions among them', () => {
    const kinds = new Set(payloads.map(({ text }) => check(text)));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'frame of order',
        'frame of execution',
        'nothing of an order',
        'list of orders',
        'list of executions',
      ]),
    );
  });
});
