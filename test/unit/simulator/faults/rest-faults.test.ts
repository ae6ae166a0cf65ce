import { describe, expect, it } from 'vitest';
import {
  BINANCE_MARKETS,
  MARKET_BUY,
  keyedRequest,
  signedRequest,
} from '../../../kit/simulator/binance.js';
import type { Answer } from '../../../kit/answer.js';
import { newId, useVenue } from '../../../kit/simulator/venue.js';

const BTC = { symbol: 'BTCUSDT' };

describe('a fault of answers', () => {
  const venueOf = useVenue();
  const fault = (name: string, more: object = {}): Promise<unknown> =>
    venueOf().control.post('faults', { name, ...more });
  const clear = (): Promise<unknown> => venueOf().control.clearFaults();
  const get = (path: string, parameters: Record<string, string> = BTC): Promise<Answer> =>
    signedRequest(venueOf().venue, 'GET', path, parameters);

  describe.each(BINANCE_MARKETS)('on $market', ({ market, root, trades, account }) => {
    const paths = { order: `${root}/order`, trades, account };
    const place = (newClientOrderId: string, more = {}): Promise<Answer> =>
      signedRequest(venueOf().venue, 'POST', paths.order, {
        ...MARKET_BUY,
        newClientOrderId,
        ...more,
      });
    const rest = (newClientOrderId: string): Promise<Answer> =>
      place(newClientOrderId, { type: 'LIMIT', timeInForce: 'GTC', price: '49000' });
    const ordersOf = async (id: string): Promise<unknown[]> => {
      const { orders } = await venueOf().ledger(market);
      return orders.filter((order) => order['clientOrderId'] === id);
    };

    it.each([{}, { method: 'GET' }])(
      'trades-unavailable %o hits the list of fills only, until it is cleared',
      async (more) => {
        const id = newId();
        await place(id);
        await fault('trades-unavailable', more);
        for (const answer of [await get(paths.trades), await get(paths.trades)]) {
          expect(answer.status).toBe(503);
          expect(answer.body).not.toHaveProperty('code');
        }
        expect((await get(paths.order, { ...BTC, origClientOrderId: id })).status).toBe(200);
        expect((await get(paths.account)).status).toBe(200);
        await clear();
        expect((await get(paths.trades)).body.length).toBeGreaterThan(0);
      },
    );

    it('trades-unavailable with "empty" lists nothing although there are fills', async () => {
      await place(newId());
      await fault('trades-unavailable', { empty: true, times: 1 });
      expect(await get(paths.trades)).toMatchObject({ status: 200, body: [] });
      expect((await get(paths.trades)).body.length).toBeGreaterThan(0);
    });

    it('duplicate-id executes the order once and refuses it as its own duplicate', async () => {
      const id = newId();
      await fault('duplicate-id');
      const answer = await place(id);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual(
        market === 'spot'
          ? { code: -2010, msg: 'Duplicate order sent.' }
          : { code: -4116, msg: 'ClientOrderId is duplicated.' },
      );
      expect(await ordersOf(id)).toMatchObject([{ status: 'FILLED' }]);
      expect((await place(newId())).status).toBe(200);
    });

    it('refuse-create refuses an order under any code, and only the next one', async () => {
      const id = newId();
      await fault('refuse-create', { refusal: { code: -9_999, message: 'New.' } });
      const answer = await place(id);
      expect(answer).toMatchObject({ status: 400, body: { code: -9_999, msg: 'New.' } });
      expect(await ordersOf(id)).toEqual([]);
      expect((await place(id)).status).toBe(200);
    });

    it('duplicate-id leaves a refused order its own refusal', async () => {
      const id = newId();
      await fault('duplicate-id');
      const answer = await place(id, { symbol: 'NOPE' });
      expect(answer.body.code).toBe(-1121);
      expect(await ordersOf(id)).toEqual([]);
    });

    it('empty-lists answers reads with lists of nothing', async () => {
      await place(newId());
      await fault('empty-lists');
      expect(JSON.stringify((await get(paths.account)).body)).not.toContain('[{');
      expect(JSON.stringify((await get(paths.account)).body)).toContain('[{');
    });

    it.each([
      [{ status: 403 }, 403, true],
      [{ status: 502, executed: false }, 502, false],
      [{}, 502, true],
    ])('html-error %o answers a page with status %i, executed: %s', async (more, status, done) => {
      const id = newId();
      await fault('html-error', more);
      const answer = await place(id);
      expect(answer).toMatchObject({ status, body: expect.stringContaining('<html>') });
      expect(answer.headers.get('content-type')).toBe('text/html');
      expect(await ordersOf(id)).toHaveLength(done ? 1 : 0);
      await fault('html-error', more);
      expect((await get(paths.account)).status).toBe(status);
    });

    it.each([
      [{}, 16],
      [{ decimals: 1 }, 2], // as many as the numbers need
    ])('rest-precision %o writes numbers in another scale, and only those', async (more, least) => {
      const id = '1.5'; // a legal client id on futures, and no number anywhere
      const limit = { type: 'LIMIT', timeInForce: 'GTC', price: '49000.1', quantity: '0.01' };
      const named = market === 'futures' ? id : newId();
      await fault('rest-precision', more);
      const created = await place(named, limit);
      const read = await get(paths.order, { ...BTC, orderId: String(created.body.orderId) });
      await venueOf().control.post('fill', { market, clientOrderId: named });
      const [trade] = (await get(paths.trades, { ...BTC, limit: '1' })).body;
      await clear();
      const plain = await get(paths.order, { ...BTC, orderId: String(created.body.orderId) });

      for (const { body } of [created, read]) {
        expect(decimalsOf(body.origQty)).toBe(least);
        expect(body.clientOrderId).toBe(named);
        expect(body.orderId).toBe(plain.body.orderId);
        expect(Number(body.origQty)).toBe(0.01);
      }
      expect(read.body.time).toBe(plain.body.time);
      expect(decimalsOf(plain.body.origQty)).not.toBe(least);
      expect(decimalsOf(trade.qty)).toBe(least);
      expect(Number(trade.price)).toBe(49000.1);
      expect(trade.id).toEqual(expect.any(Number));
    });

    it('rest-precision leaves filters and cancels as they are', async () => {
      const id = newId();
      await rest(id);
      const before = await keyedRequest(venueOf().venue, 'GET', `${root}/exchangeInfo`);
      await fault('rest-precision');
      const after = await keyedRequest(venueOf().venue, 'GET', `${root}/exchangeInfo`);
      expect(after.body.symbols).toEqual(before.body.symbols);
      const cancel = { ...BTC, origClientOrderId: id };
      const { body } = await signedRequest(venueOf().venue, 'DELETE', paths.order, cancel);
      expect(decimalsOf(body.origQty)).toBe(market === 'spot' ? 8 : 3);
      await clear();
    });

    it('rest-missing-field leaves out one field, wherever it is', async () => {
      const id = newId();
      const { body } = await rest(id);
      const named = { ...BTC, orderId: String(body.orderId) };
      await fault('rest-missing-field', { field: 'executedQty' });
      const without = (await get(paths.order, named)).body;
      const { executedQty, ...others } = (await get(paths.order, named)).body;
      expect(without).toEqual(others);
      expect(Number(executedQty)).toBe(0);
      await venueOf().control.post('cancel', { market, clientOrderId: id });
    });

    it('fills-lag shows a cancel without the fill before it', async () => {
      const id = newId();
      const { body } = await rest(id);
      const named = { ...BTC, orderId: String(body.orderId) };
      await fault('fills-lag', { ms: 30_000 });
      await venueOf().control.post('fill', { market, clientOrderId: id, quantity: '0.004' });
      expect((await get(paths.order, named)).body.status).toBe('NEW');
      await venueOf().control.post('cancel', { market, clientOrderId: id });
      const seen = await get(paths.order, named);
      expect(seen.body.status).toBe('CANCELED');
      expect(Number(seen.body.executedQty)).toBe(0);
      expect((await get(paths.trades, named)).body).toEqual([]);
      expect(await ordersOf(id)).toMatchObject([{ filledQuantity: '0.004' }]);
      await clear();
      expect(Number((await get(paths.order, named)).body.executedQty)).toBe(0.004);
      expect((await get(paths.trades, named)).body).toHaveLength(1);
    });

    it('fills-lag leaves an order that has just filled among the open ones', async () => {
      const id = newId();
      await rest(id);
      await fault('fills-lag', { ms: 30_000 });
      await venueOf().control.post('fill', { market, clientOrderId: id });
      const path = paths.order.replace('order', 'openOrders');
      const open = (await get(path)).body as { clientOrderId: string; status: string }[];
      expect(open.filter((each) => each.clientOrderId === id)).toMatchObject([{ status: 'NEW' }]);
      await clear();
      expect((await get(path)).body).toEqual([]);
    });
  });

  it.each([
    ['html-error', { status: 429 }, /403 or 502/],
    ['rate-limited', { status: 403 }, /429 or 418/],
    ['html-200', { status: 502 }, /no other status/],
    ['rest-lag', { execution: 'TRADE' }, /hits no frames/],
  ])('%s refuses %o, which would do nothing', async (name, more, message) => {
    await expect(fault(name, more)).rejects.toThrow(message);
  });
});

function decimalsOf(text: unknown): number {
  return String(text).split('.')[1]?.length ?? 0;
}
