import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { equals } from '../../../../../src/domain/decimal.js';
import { parseFrame } from '../../../../../src/exchange/kit/frames.js';
import { symbolOfId } from '../../../../../src/exchange/kit/korean/market-ids.js';
import { readOrder } from '../../../../../src/exchange/upbit/messages.js';
import { upbitFrame, upbitRestingFrame } from './fixtures.js';

type Json = Record<string, unknown>;

/** A folder of real payloads, where there is one; our own otherwise, so that this never tests nothing. */
const folder = process.env['PAYLOADS_DIR'];
const own: Readonly<Record<string, object>> = {
  upbit_trade: upbitFrame,
  upbit_wait: upbitRestingFrame,
  upbit_cancel: { ...upbitRestingFrame, state: 'cancel', ask_bid: 'ASK' },
};

function readFolder(path: string): (readonly [string, string])[] {
  if (!existsSync(path)) throw new Error(`PAYLOADS_DIR must be a folder, was "${path}"`);
  return readdirSync(path)
    .filter((name) => name.startsWith('upbit_') && name.endsWith('.json'))
    .map((name) => [name, readFileSync(join(path, name), 'utf8')] as const);
}

const payloads = folder
  ? readFolder(folder)
  : Object.entries(own).map(([name, frame]) => [name, JSON.stringify(frame)] as const);

const handlers = {
  onUpdates: () => undefined,
  onUnreadable: (problem: string) => {
    throw new Error(problem);
  },
};

const read = (text: string): Json => parseFrame('upbit', text, handlers, 'as-text') as Json;

/** What the exchange's state means to us, written down apart from the product's table. */
function expectedStatus(order: Json): string {
  const executed = String(order['executed_volume']);
  if (order['state'] === 'cancel') return 'CANCELLED';
  if (order['state'] === 'done') return 'FILLED';
  if (equals(executed, '0')) return 'NEW';
  return equals(String(order['remaining_volume']), '0') ? 'FILLED' : 'PARTIALLY_FILLED';
}

describe(`Upbit's payloads of ${folder ? 'PAYLOADS_DIR' : 'our own'}`, () => {
  it.each(payloads)('reads %s', (_, text) => {
    const order = read(text);
    const update = readOrder(order, symbolOfId);
    if (!update) throw new Error('expected an update');
    expect(update).toMatchObject({
      exchangeOrderId: order['uuid'],
      clientOrderId: order['identifier'] ?? order['uuid'],
      side: order['ask_bid'] === 'BID' ? 'BUY' : 'SELL',
      symbol: symbolOfId(String(order['code'])),
      status: expectedStatus(order),
      filledQuantity: order['executed_volume'],
      cumulativeQuote: order['executed_funds'],
      eventAt: new Date(Number(order['timestamp'])).toISOString(),
    });
    const isFill = order['state'] === 'trade' && typeof order['trade_uuid'] === 'string';
    expect(update.fill !== null).toBe(isFill);
    if (!update.fill) return;
    expect(update.fill).toMatchObject({
      exchangeTradeId: order['trade_uuid'],
      price: order['price'],
      quantity: order['volume'],
      fee: order['trade_fee'],
      isMaker: order['is_maker'],
    });
  });

  it('has orders that wait, trade and are cancelled among them', () => {
    const states = new Set(payloads.map(([, text]) => read(text)['state']));
    expect([...states]).toEqual(expect.arrayContaining(['wait', 'trade', 'cancel']));
  });
});
