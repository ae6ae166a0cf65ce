import { describe, expect, it } from 'vitest';
import { restingLimit, useKoreanDesk } from '../../../../kit/simulator/korean-desk.js';
import { openKoreanStream, refusedHandshake, token } from '../../../../kit/simulator/korean.js';
import { newId } from '../../../../kit/simulator/venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- frames are compared as they come */

const LIMIT = restingLimit('bithumb');
const ALL = { type: 'myOrder', codes: [] };

describe("Bithumb's private stream", () => {
  const { venueOf, place, get, control, fill, open, framesOf, awaitFrame } =
    useKoreanDesk('bithumb');

  it('reports an order from waiting over its trades to done, in text frames', async () => {
    const stream = await open(ALL);
    const client_order_id = newId('bt');
    const { order_id } = (await place({ ...LIMIT, client_order_id })).body;
    await fill(client_order_id, { quantity: '0.0004' });
    await fill(client_order_id);
    await awaitFrame(stream, client_order_id, 'done');

    const frames = framesOf(stream, client_order_id);
    expect(frames.map(({ state }) => String(state))).toEqual(['wait', 'trade', 'trade', 'done']);
    expect(stream.areBinary.some(Boolean)).toBe(false);
    const shared = {
      type: 'myOrder',
      stream_type: 'REALTIME',
      code: 'KRW-BTC',
      order_id,
      client_order_id,
      side: 'buy',
      order_type: 'limit',
      order_price: 94_000_000,
      order_quantity: 0.001,
      order_amount: 94_000,
      order_timestamp: expect.any(Number),
      timestamp: expect.any(Number),
    };
    // What there is nothing to say about is left out, not null.
    expect(frames[0]).toEqual({
      ...shared,
      state: 'wait',
      remaining_quantity: 0.001,
      executed_quantity: 0,
      executed_amount: 0,
      reserved_fee: 47,
      remaining_fee: 47,
      paid_fee: 0,
    });
    expect(frames[1]).toEqual({
      ...shared,
      state: 'trade',
      trade_id: expect.any(String),
      trade_price: 94_000_000,
      trade_quantity: 0.0004,
      trade_amount: 37_600,
      remaining_quantity: 0.0006,
      executed_quantity: 0.0004,
      executed_amount: 37_600,
      reserved_fee: 47,
      remaining_fee: 28.2,
      paid_fee: 18.8,
      trade_timestamp: expect.any(Number),
    });
    // The fee is given as a sum only.
    expect(frames[2]).toMatchObject({
      trade_quantity: 0.0006,
      executed_quantity: 0.001,
      paid_fee: 47,
    });
    expect(frames[3]).not.toHaveProperty('trade_id');

    const { trades } = (await get({ uuid: String(order_id) })).body;
    const reported = frames.flatMap(({ trade_id: id }) => (id === undefined ? [] : [String(id)]));
    expect((trades as any[]).map((trade) => String(trade.uuid))).toEqual(reported);
    stream.socket.close();
  });

  it('reports the markets of the latest subscribe frame only: it replaces the list', async () => {
    const stream = await open({ type: 'myOrder', codes: ['KRW-BTC', 'KRW-ETH'] });
    await stream.subscribe({ type: 'myOrder', codes: ['KRW-ETH'] });
    const eth = { ...LIMIT, market: 'KRW-ETH', price: '3000000', volume: '1' };
    const ids = [newId('bt'), newId('bt'), newId('bt')] as const;
    await place({ ...LIMIT, client_order_id: ids[0] });
    await place({ ...eth, client_order_id: ids[1] });
    await awaitFrame(stream, ids[1], 'wait');
    await stream.subscribe(ALL);
    await place({ ...LIMIT, client_order_id: ids[2] });
    await awaitFrame(stream, ids[2], 'wait');
    expect(ids.map((id) => framesOf(stream, id).length)).toEqual([0, 1, 1]);
    stream.socket.close();
  });

  it.each([
    ['ioc', ['trade', 'done'], 0.0003],
    ['fok', ['cancel'], 0],
  ])('never says of an order that may not rest (%s) that it waits', async (tif, states, filled) => {
    const liquidity = { symbol: 'KRW-XRP', mode: 'auto' };
    await control('liquidity', { ...liquidity, depth: '0.0003' });
    const stream = await open(ALL);
    const client_order_id = newId('bt');
    const xrp = { ...LIMIT, market: 'KRW-XRP', price: '3300', volume: '10' };
    await place({ ...xrp, time_in_force: tif, client_order_id });
    const end = await awaitFrame(stream, client_order_id, states.at(-1) ?? '');
    expect(end).toMatchObject({ time_in_force: tif, executed_quantity: filled });
    const reported = framesOf(stream, client_order_id).map(({ state }) => String(state));
    expect([...new Set(reported)]).toEqual(states);
    await control('liquidity', liquidity);
    stream.socket.close();
  });

  it('reports a buy for a sum without price and quantity, and its end as cancel', async () => {
    const stream = await open(ALL);
    const client_order_id = newId('bt');
    const order = { market: 'KRW-BTC', side: 'bid', order_type: 'price', price: '10000' };
    await place({ ...order, client_order_id });
    const end = await awaitFrame(stream, client_order_id, 'cancel');
    expect(end).toMatchObject({ order_amount: 10_000, executed_amount: 9999.765 });
    for (const missing of ['order_price', 'order_quantity', 'remaining_quantity']) {
      expect(end).not.toHaveProperty(missing);
    }
    stream.socket.close();
  });

  it('answers PING, and a subscription it does not understand with an error', async () => {
    const stream = await openKoreanStream(venueOf(), 'bithumb');
    stream.socket.send('PING');
    await stream.frame('the answer', ({ status }) => status === 'UP');
    stream.socket.send('[{"type":"myOrder"}]');
    const { error } = await stream.frame('the error', (frame) => frame.error !== undefined);
    expect(error.name).toBe('NO_TICKET');
    stream.socket.close();
  });

  it.each([
    ['no timestamp', { timestamp: undefined }],
    ['an old timestamp', { timestamp: Date.now() - 60_000 }],
    ['an unknown key', { access_key: 'nobody' }],
  ])('refuses a handshake with %s', async (_what, claims) => {
    const headers = { authorization: `Bearer ${token('', claims)}` };
    expect(await refusedHandshake(venueOf(), 'bithumb', headers)).toBe(401);
  });
});
