import { describe, expect, it } from 'vitest';
import { equals } from '../../../../src/domain/decimal.js';
import { readMessage } from '../../../../src/exchange/binance/messages.js';
import { fillAnswer, orderAnswer, submitAnswer } from '../../../../src/exchange/binance/wire.js';
import { parseFrame } from '../../../../src/exchange/kit/frames.js';
import { strictHandlers } from '../../../kit/exchange/handlers.js';
import { origin, payloadsOf, same, type Json } from '../../../kit/exchange/payloads.js';
import * as fixtures from './fixtures.js';

const { futuresUpdate, ...constants } = fixtures;
const payloads = payloadsOf('binance', {
  ...constants,
  futuresFill: futuresUpdate(),
  futuresAdl: futuresUpdate({ x: 'CALCULATED', X: 'NEW_ADL', l: '0.010', z: '0.010' }),
  futuresNoFee: futuresUpdate({ N: null, n: null }),
  spotZeroQuantity: { ...fixtures.spotFill, l: '0.00000000', L: '0.00000000' },
  spotEmptyClientId: { subscriptionId: 0, event: { ...fixtures.spotFill, c: '' } },
});

const symbolOf = (id: string): string => id.replace(/(USDT|BTC|USD)$/, '/$1');
/** What the exchange's state means to us, written down apart from the product's table. */
const meaning: Readonly<Record<string, string>> = {
  NEW: 'NEW',
  PENDING_NEW: 'NEW',
  PENDING_CANCEL: 'NEW',
  NEW_ADL: 'NEW',
  NEW_INSURANCE: 'NEW',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  FILLED: 'FILLED',
  CANCELED: 'CANCELLED',
  REJECTED: 'REJECTED',
  EXPIRED: 'EXPIRED',
  EXPIRED_IN_MATCH: 'EXPIRED',
};

function expectedStatus(order: Json): string | undefined {
  const status = meaning[String(order['X'])];
  const [quantity, filled] = [String(order['q']), String(order['z'])];
  const isOpen = status === 'NEW' || status === 'PARTIALLY_FILLED';
  if (!isOpen || Number(filled) === 0) return status;
  return equals(quantity, filled) ? 'FILLED' : 'PARTIALLY_FILLED';
}

function isFill(order: Json): boolean {
  const traded = order['x'] === 'TRADE' || order['x'] === 'CALCULATED';
  return traded && [order['t'], order['l'], order['L']].every((value) => Number(value) > 0);
}

function checkOrderFrame(frame: unknown, order: Json): void {
  const message = readMessage(frame, symbolOf);
  if (message.kind !== 'update') throw new Error(`expected an update, was ${message.kind}`);
  const { update } = message;
  expect(update.exchangeOrderId).toBe(String(order['i']));
  // An order without a client id goes by the exchange's id.
  expect(update.clientOrderId).toBe(order['C'] || order['c'] || String(order['i']));
  expect(update.side).toBe(order['S']);
  expect(update.symbol).toBe(symbolOf(String(order['s'])));
  expect(update.status).toBe(expectedStatus(order));
  same(update.filledQuantity, order['z']);
  expect(update.fill !== null).toBe(isFill(order));
  if (update.fill === null) return;
  expect(update.fill.exchangeTradeId).toBe(String(order['t']));
  expect(update.fill.executedAt).toBe(new Date(Number(order['T'])).toISOString());
  expect(update.fill.isMaker).toBe(order['m']);
  expect(update.fill.feeAsset).toBe(order['N'] ?? null);
  same(update.fill.quantity, order['l']);
  same(update.fill.price, order['L']);
  same(update.fill.fee, order['n'] ?? '0');
  if (order['rp'] !== undefined) same(update.fill.realizedPnl ?? undefined, order['rp']);
}

function checkOrderAnswer(wire: Json): void {
  const answer = orderAnswer.parse(wire);
  expect(answer.orderId).toBe(String(wire['orderId']));
  expect(answer.clientOrderId).toBe(wire['clientOrderId']);
  expect(answer.status).toBe(meaning[String(wire['status'])]);
  same(answer.executedQty, wire['executedQty']);
  if (!Array.isArray(wire['fills'])) return;
  const { fills = [] } = submitAnswer.parse(wire);
  const wireFills = wire['fills'] as Json[];
  expect(fills.map(({ tradeId }) => tradeId)).toEqual(
    wireFills.map(({ tradeId }) => String(tradeId)),
  );
  for (const [index, fill] of fills.entries()) {
    same(fill.qty, wireFills[index]?.['qty']);
    same(fill.price, wireFills[index]?.['price']);
    same(fill.commission, wireFills[index]?.['commission']);
  }
}

function checkFill(wire: Json): void {
  const fill = fillAnswer.parse(wire);
  expect(fill.id).toBe(String(wire['id']));
  expect(fill.orderId).toBe(String(wire['orderId']));
  expect(fill.time).toBe(new Date(Number(wire['time'])).toISOString());
  expect(fill.isMaker ?? fill.maker).toBe(wire['isMaker'] ?? wire['maker']);
  expect(fill.commissionAsset).toBe(wire['commissionAsset']);
  same(fill.qty, wire['qty']);
  same(fill.price, wire['price']);
  same(fill.commission, wire['commission']);
}

/** Returns what kind of payload it was, so that a file nobody understands is seen. */
function check(value: unknown): string {
  if (Array.isArray(value)) return value.map(check)[0] ?? 'empty';
  const outer = value as Json;
  const inner = (outer['event'] ?? outer['data'] ?? outer) as Json;
  if (inner['e'] === 'executionReport') checkOrderFrame(value, inner);
  else if (inner['e'] === 'ORDER_TRADE_UPDATE') checkOrderFrame(value, inner['o'] as Json);
  else if (typeof inner['e'] === 'string') expect(readMessage(value, symbolOf).kind).toBe('other');
  else if ('executedQty' in inner) checkOrderAnswer(inner);
  else if ('commission' in inner) checkFill(inner);
  else return 'other';
  return typeof inner['e'] === 'string' ? inner['e'] : 'answer';
}

const read = (text: string): unknown => parseFrame('binance', text, strictHandlers);

describe(`payloads of ${origin}`, () => {
  it.each(payloads.map((payload) => [payload.name, payload] as const))(
    'reads %s',
    (_, { text }) => {
      check(read(text));
    },
  );

  it('has order frames of both markets, REST orders and fills among them', () => {
    expect(payloads.length).toBeGreaterThan(10);
    const kinds = new Set(payloads.map(({ text }) => check(read(text))));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['executionReport', 'ORDER_TRADE_UPDATE', 'answer']),
    );
  });
});
