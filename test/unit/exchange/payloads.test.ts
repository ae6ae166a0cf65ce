import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { equals } from '../../../src/domain/decimal.js';
import { parseFrame } from '../../../src/exchange/kit/frames.js';
import { readMessage } from '../../../src/exchange/binance/messages.js';
import { orderAnswer, submitAnswer, fillAnswer } from '../../../src/exchange/binance/wire.js';
import * as bybit from './bybit/payloads.js';
import * as fixtures from './binance/fixtures.js';

type Json = Record<string, unknown>;
interface Payload {
  readonly name: string;
  readonly text: string;
}

/** A folder of real payloads, where there is one; our own otherwise, so that this never tests nothing. */
const folder = process.env['PAYLOADS_DIR'];
const { futuresUpdate, ...constants } = fixtures;
const binance: readonly Payload[] = Object.entries<unknown>({
  ...constants,
  futuresFill: futuresUpdate(),
  futuresAdl: futuresUpdate({ x: 'CALCULATED', X: 'NEW_ADL', l: '0.010', z: '0.010' }),
  futuresNoFee: futuresUpdate({ N: null, n: null }),
  spotZeroQuantity: { ...fixtures.spotFill, l: '0.00000000', L: '0.00000000' },
  spotEmptyClientId: { subscriptionId: 0, event: { ...fixtures.spotFill, c: '' } },
}).map(([name, value]) => ({ name: `binance_${name}`, text: JSON.stringify(value) }));
const own: readonly Payload[] = [
  ...binance,
  ...Object.entries(bybit.own).map(([name, value]) => ({
    name: `bybit_${name}`,
    text: JSON.stringify(value),
  })),
];

function readFolder(path: string): Payload[] {
  if (!existsSync(path)) throw new Error(`PAYLOADS_DIR must be a folder, was "${path}"`);
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }));
}

const payloads = folder ? readFolder(folder) : own;
const ours = payloads.filter(({ name }) => name.startsWith('binance_'));
const ofBybit = payloads.filter(({ name }) => name.startsWith('bybit_'));
/** Upbit's are read in a test of their own. */
const upbits = payloads.filter(({ name }) => name.startsWith('upbit_'));
const others = payloads.length - ours.length - ofBybit.length - upbits.length;

const symbolOf = (id: string): string => id.replace(/(USDT|BTC|USD)$/, '/$1');
const handlers = {
  onUpdates: () => undefined,
  onUnreadable: (problem: string) => {
    throw new Error(problem);
  },
};

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

function same(actual: string | undefined, wire: unknown): void {
  expect(actual !== undefined && equals(actual, String(wire)), `${actual} is ${String(wire)}`).toBe(
    true,
  );
}

function checkOrderFrame(frame: unknown, order: Json): void {
  const message = readMessage(frame, symbolOf);
  if (message.kind !== 'update') throw new Error(`expected an update, was ${message.kind}`);
  const { update } = message;
  expect(update.exchangeOrderId).toBe(String(order['i']));
  expect(update.clientOrderId).toBe(order['C'] ? order['C'] : order['c']);
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

function checkTrade(wire: Json): void {
  const trade = fillAnswer.parse(wire);
  expect(trade.id).toBe(String(wire['id']));
  expect(trade.orderId).toBe(String(wire['orderId']));
  expect(trade.time).toBe(new Date(Number(wire['time'])).toISOString());
  expect(trade.isMaker ?? trade.maker).toBe(wire['isMaker'] ?? wire['maker']);
  expect(trade.commissionAsset).toBe(wire['commissionAsset']);
  same(trade.qty, wire['qty']);
  same(trade.price, wire['price']);
  same(trade.commission, wire['commission']);
}

/** Tells what kind of payload it was, so that a file nobody understands is seen. */
function check(value: unknown): string {
  if (Array.isArray(value)) return value.map(check)[0] ?? 'empty';
  const outer = value as Json;
  const inner = (outer['event'] ?? outer['data'] ?? outer) as Json;
  if (inner['e'] === 'executionReport') checkOrderFrame(value, inner);
  else if (inner['e'] === 'ORDER_TRADE_UPDATE') checkOrderFrame(value, inner['o'] as Json);
  else if (typeof inner['e'] === 'string') expect(readMessage(value, symbolOf).kind).toBe('other');
  else if ('executedQty' in inner) checkOrderAnswer(inner);
  else if ('commission' in inner) checkTrade(inner);
  else return 'other';
  return typeof inner['e'] === 'string' ? inner['e'] : 'answer';
}

describe(`payloads of ${folder ? 'PAYLOADS_DIR' : 'our own'}`, () => {
  it.each(ours.map((payload) => [payload.name, payload] as const))('reads %s', (_, { text }) => {
    check(parseFrame('binance', text, handlers));
  });

  it('has order frames of both markets, REST orders and trades among them', () => {
    const kinds = new Set(ours.map(({ text }) => check(parseFrame('binance', text, handlers))));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['executionReport', 'ORDER_TRADE_UPDATE', 'answer']),
    );
  });

  it.each(ofBybit.map((payload) => [payload.name, payload] as const))('reads %s', (_, { text }) => {
    expect(bybit.check(text)).not.toBe('');
  });

  it('has frames and lists of Bybit’s orders and executions among them', () => {
    const kinds = new Set(ofBybit.map(({ text }) => bybit.check(text)));
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

  it('has no file of an exchange that nobody reads', () => {
    expect(ours.length).toBeGreaterThan(10);
    expect(others).toBe(0);
  });
});
