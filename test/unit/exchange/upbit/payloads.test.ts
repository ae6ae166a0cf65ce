import { describe, expect, it } from 'vitest';
import { equals } from '../../../../src/domain/decimal.js';
import { parseFrame } from '../../../../src/exchange/kit/frames.js';
import { symbolOfId } from '../../../../src/exchange/kit/korean/market-ids.js';
import { readOrder } from '../../../../src/exchange/upbit/messages.js';
import { upbitFrame, upbitRestingFrame } from '../kit/korean/fixtures.js';
import { strictHandlers } from '../../../kit/exchange/handlers.js';
import { origin, payloadsOf, type Json } from '../../../kit/exchange/payloads.js';

const payloads = payloadsOf('upbit', {
  trade: upbitFrame,
  wait: upbitRestingFrame,
  cancel: { ...upbitRestingFrame, state: 'cancel', ask_bid: 'ASK' },
});

const read = (text: string): Json => parseFrame('upbit', text, strictHandlers, 'as-text') as Json;

/** What the exchange's state means to us, written down apart from the product's table. */
function expectedStatus(order: Json): string {
  const executed = String(order['executed_volume']);
  if (order['state'] === 'cancel') return 'CANCELLED';
  if (order['state'] === 'done') return 'FILLED';
  if (equals(executed, '0')) return 'NEW';
  return equals(String(order['remaining_volume']), '0') ? 'FILLED' : 'PARTIALLY_FILLED';
}

describe(`payloads of ${origin}`, () => {
  it.each(payloads.map((payload) => [payload.name, payload] as const))(
    'reads %s',
    (_, { text }) => {
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
    },
  );

  it('has orders that wait, trade and are cancelled among them', () => {
    const states = new Set(payloads.map(({ text }) => read(text)['state']));
    expect([...states]).toEqual(expect.arrayContaining(['wait', 'trade', 'cancel']));
  });
});
