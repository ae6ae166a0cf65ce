import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../kit/answer.js';
import { eventually } from '../../../kit/eventually.js';
import {
  LIMIT_BUY,
  openFuturesStream,
  openSpotStream,
  signedRequest,
} from '../../../kit/simulator/binance.js';
import {
  bybitCall,
  bybitDesk,
  openBybitStream,
  reportedOrders,
} from '../../../kit/simulator/bybit.js';
import { newId, useVenue } from '../../../kit/simulator/venue.js';

const venueOf = useVenue();

describe('an order amended on spot', () => {
  const ORDER = '/api/v3/order';
  const place = (newClientOrderId: string): Promise<Answer> =>
    signedRequest(venueOf().venue, 'POST', ORDER, { ...LIMIT_BUY, newClientOrderId });
  const amend = (fields: Record<string, string>): Promise<Answer> =>
    signedRequest(venueOf().venue, 'PUT', `${ORDER}/amend/keepPriority`, {
      symbol: 'BTCUSDT',
      ...fields,
    });

  it('gets a new client id, which is the only one from then on', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    const id = newId();
    const { body: placed } = await place(id);
    const { status, body } = await amend({ origClientOrderId: id, newQty: '0.004' });
    expect(status).toBe(200);
    const { amendedOrder } = body;
    expect(amendedOrder).toMatchObject({
      orderId: placed.orderId,
      origClientOrderId: id,
      qty: '0.00400000',
      price: '49000.00000000',
      status: 'NEW',
    });
    expect(amendedOrder.clientOrderId).not.toBe(id);
    const replaced = await stream.event('the amendment', (event) => event.x === 'REPLACED');
    expect(replaced).toMatchObject({
      c: amendedOrder.clientOrderId,
      C: id,
      q: '0.00400000',
      X: 'NEW',
      i: placed.orderId,
    });
    const read = (origClientOrderId: string): Promise<Answer> =>
      signedRequest(venue, 'GET', ORDER, { symbol: 'BTCUSDT', origClientOrderId });
    expect((await read(id)).body.code).toBe(-2013);
    expect((await read(amendedOrder.clientOrderId)).body).toMatchObject({ origQty: '0.00400000' });
    const { body: account } = await signedRequest(venue, 'GET', '/api/v3/account');
    expect(account.balances).toContainEqual({
      asset: 'USDT',
      free: '99804.00000000',
      locked: '196.00000000',
    });
    stream.socket.close();
  });

  it('keeps its client id if that is sent along', async () => {
    const id = newId();
    await place(id);
    const keep = { origClientOrderId: id, newClientOrderId: id, newQty: '0.005' };
    expect((await amend(keep)).body.amendedOrder).toMatchObject({ clientOrderId: id });
  });

  it.each([
    ['raised', '0.02'],
    ['left as it was', '0.01'],
  ])('is not %s', async (_, newQty) => {
    const id = newId();
    await place(id);
    expect((await amend({ origClientOrderId: id, newQty })).status).toBe(400);
  });

  it('is not reduced to what has filled', async () => {
    const id = newId();
    await place(id);
    const fill = { market: 'spot', clientOrderId: id, quantity: '0.004' };
    await venueOf().control.post('fill', fill);
    expect((await amend({ origClientOrderId: id, newQty: '0.004' })).status).toBe(400);
  });
});

describe('an order amended on futures', () => {
  const ORDER = '/fapi/v1/order';
  const amend = (id: string, quantity: string, price: string): Promise<Answer> =>
    signedRequest(venueOf().venue, 'PUT', ORDER, {
      symbol: 'BTCUSDT',
      side: 'BUY',
      origClientOrderId: id,
      quantity,
      price,
    });
  const place = (newClientOrderId: string): Promise<unknown> =>
    signedRequest(venueOf().venue, 'POST', ORDER, { ...LIMIT_BUY, newClientOrderId });

  it('has its new quantity and price in answer and stream', async () => {
    const stream = await openFuturesStream(venueOf().venue);
    const id = newId('f');
    await place(id);
    const { body } = await amend(id, '0.020', '48000');
    expect(body).toMatchObject({ clientOrderId: id, origQty: '0.020', price: '48000.00' });
    const event = await stream.event('the amendment', ({ o }) => o?.x === 'AMENDMENT');
    expect(event.o).toMatchObject({ c: id, X: 'NEW', q: '0.020', p: '48000.00', l: '0.000' });
    stream.socket.close();
  });

  it('is cancelled when it asks for no more than has filled', async () => {
    const id = newId('f');
    await place(id);
    const fill = { market: 'futures', clientOrderId: id, quantity: '0.004' };
    await venueOf().control.post('fill', fill);
    expect((await amend(id, '0.004', '49000')).body).toMatchObject({
      status: 'CANCELED',
      executedQty: '0.004',
    });
  });

  it('is refused when nothing would change', async () => {
    const id = newId('f');
    await place(id);
    expect((await amend(id, '0.010', '49000')).body).toMatchObject({ code: -5027 });
  });
});

describe.each(['spot', 'linear'] as const)('an order amended on Bybit %s', (category) => {
  const desk = bybitDesk(venueOf, category);

  it('is acknowledged; the stream tells its new terms', async () => {
    const { venue } = venueOf();
    const stream = await openBybitStream(venue, ['order']);
    const orderLinkId = await desk.rest();
    const terms = { category, symbol: 'BTCUSDT', orderLinkId, qty: '0.02', price: '48000' };
    const { result } = await bybitCall(venue, 'POST', '/v5/order/amend', terms);
    expect(result).toEqual({ orderId: expect.any(String), orderLinkId });
    await eventually('the amendment', async () => {
      const rows = await reportedOrders(stream, orderLinkId, 'New');
      return rows.some(({ qty }) => Number(qty) === 0.02);
    });
    expect(await desk.order(orderLinkId)).toMatchObject({ orderStatus: 'New' });
    expect(Number((await desk.order(orderLinkId)).leavesQty)).toBe(0.02);
    stream.socket.close();
  });
});

describe('the control interface', () => {
  it('amends as an owner does, and still knows the order by the id it was placed with', async () => {
    const { venue, control, ledger } = venueOf();
    const id = newId();
    await signedRequest(venue, 'POST', '/api/v3/order', { ...LIMIT_BUY, newClientOrderId: id });
    await control.post('amend', { market: 'spot', clientOrderId: id, quantity: '0.006' });
    await control.post('fill', { market: 'spot', clientOrderId: id });
    const { orders, fills } = await ledger('spot');
    const order = orders.find(({ clientOrderId }) => clientOrderId === id);
    expect(order).toMatchObject({ quantity: '0.006', filledQuantity: '0.006', status: 'FILLED' });
    expect(order?.['currentClientOrderId']).not.toBe(id);
    expect(fills.at(-1)).toMatchObject({ clientOrderId: id });
  });

  it('says that an exchange cannot amend', async () => {
    const { control } = venueOf();
    const id = newId();
    const { venue } = venueOf();
    await signedRequest(venue, 'POST', '/api/v3/order', { ...LIMIT_BUY, newClientOrderId: id });
    const raise = { market: 'spot', clientOrderId: id, quantity: '0.5' };
    await expect(control.post('amend', raise)).rejects.toThrow(/NOT_AMENDABLE/);
  });
});
