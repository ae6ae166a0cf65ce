import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, restingLimit, useKoreanDesk } from '../../../../kit/simulator/korean-desk.js';
import { openRequest, plainQuery, token } from '../../../../kit/simulator/korean.js';
import { newId } from '../../../../kit/simulator/venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are compared as they come */

const LIMIT = restingLimit('bithumb');

describe('the orders of a Bithumb account', () => {
  const { venueOf, ask, place, get, cancel, fill } = useKoreanDesk('bithumb');

  it('are acknowledged without a state', async () => {
    const client_order_id = newId('bt');
    const { status, body } = await place({ ...LIMIT, client_order_id });
    expect(status).toBe(200);
    expect(body).toEqual({
      order_id: expect.stringMatching(/^C0101\d{15}$/),
      market: 'KRW-BTC',
      side: 'bid',
      order_type: 'limit',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/),
      stp_type: 'cancel_taker',
      client_order_id,
    });
  });

  it('take a client id of up to 36 letters, digits, hyphens and underscores', async () => {
    for (const client_order_id of ['A', `Az09-_${newId('x'.repeat(30))}`.slice(0, 36)]) {
      expect((await place({ ...LIMIT, client_order_id })).status).toBe(200);
    }
  });

  it('are read by either id, as strings, with what their trades came to', async () => {
    const client_order_id = newId('bt');
    const { order_id: uuid } = (await place({ ...LIMIT, client_order_id })).body;
    await fill(client_order_id, { quantity: '0.0004' });
    const { body } = await get({ uuid: String(uuid) });
    expect(body).toEqual({
      uuid,
      side: 'bid',
      ord_type: 'limit',
      price: '94000000',
      state: 'wait',
      market: 'KRW-BTC',
      created_at: expect.any(String),
      volume: '0.001',
      remaining_volume: '0.0006',
      executed_volume: '0.0004',
      executed_funds: '37600',
      reserved_fee: '47',
      remaining_fee: '28.2',
      paid_fee: '18.8',
      locked: '56428.2',
      trades_count: 1,
      stp_type: 'cancel_taker',
      client_order_id,
      trades: [expect.objectContaining({ price: '94000000', volume: '0.0004', funds: '37600' })],
    });
    expect((await get({ client_order_id })).body).toEqual(body);
    // Where both are given, the exchange's own id counts.
    expect((await get({ uuid: String(uuid), client_order_id: 'nobody' })).body).toEqual(body);
  });

  it('are cancelled by either id, which is acknowledged without a state', async () => {
    const client_order_id = newId('bt');
    const { order_id } = (await place({ ...LIMIT, client_order_id })).body;
    const cancelled = await cancel({ client_order_id });
    expect(cancelled.body).toEqual({ order_id, created_at: expect.any(String) });
    expect((await get({ client_order_id })).body).toMatchObject({ state: 'cancel', trades: [] });
    const again = await cancel({ order_id: String(order_id) });
    expect(errorOf(again)).toEqual([404, 'order_not_found']);
    expect(errorOf(await get({ uuid: 'C0101000000000000001' }))).toEqual([404, 'order_not_found']);
    expect(errorOf(await get({}))).toEqual([400, 400]);
  });

  it('keep their client id forever, but a refused one is free', async () => {
    const client_order_id = newId('bt');
    const refused = await place({ ...LIMIT, price: '94000500', client_order_id });
    expect(errorOf(refused)).toEqual([400, 'invalid_price_bid']);
    expect((await place({ ...LIMIT, client_order_id })).status).toBe(200);
    await cancel({ client_order_id });
    const again = await place({ ...LIMIT, client_order_id });
    expect(errorOf(again)).toEqual([400, 'duplicate_client_order_id']);
  });

  it.each([
    ['a market nobody knows', { market: 'BTC-ETH' }, 'invalid_parameter'],
    ['the field of Upbit for the type', { order_type: '', ord_type: 'limit' }, 'invalid_parameter'],
    ['a type of Upbit', { order_type: 'best', time_in_force: 'ioc' }, 'invalid_parameter'],
    ['no volume', { volume: '' }, 'invalid_parameter'],
    ['an empty client id', { client_order_id: '' }, 'invalid_parameter'],
    ['a client id that is too long', { client_order_id: 'a'.repeat(37) }, 'invalid_parameter'],
    ['a client id with a dot', { client_order_id: 'a.b' }, 'invalid_parameter'],
    ['a client id in Korean', { client_order_id: '주문' }, 'invalid_parameter'],
    ['a price off the tick', { price: '94000500' }, 'invalid_price_bid'],
    ['less than the minimum', { volume: '0.00005' }, 'under_price_limit_bid'],
    ['more than the account has', { volume: '1000' }, 'insufficient_funds_bid'],
    ['more coins than the account has', { side: 'ask', volume: '3' }, 'insufficient_funds_ask'],
  ])('are refused with %s', async (_what, changes, name) => {
    expect(errorOf(await place({ ...LIMIT, ...changes }))).toEqual([400, name]);
  });

  it('that buy for a sum give the rest back and end cancelled', async () => {
    const { body } = await place({
      market: 'KRW-BTC',
      side: 'bid',
      order_type: 'price',
      price: '10000',
    });
    expect((await get({ uuid: String(body.order_id) })).body).toMatchObject({
      state: 'cancel',
      ord_type: 'price',
      executed_volume: '0.00010515',
      executed_funds: '9999.765',
    });
  });

  it.each([
    ['no timestamp', { timestamp: undefined }, 'jwt_verification'],
    ['an old timestamp', { timestamp: Date.now() - 60_000 }, 'expired_jwt'],
    ['a timestamp far ahead', { timestamp: Date.now() + 60_000 }, 'expired_jwt'],
    ['a hash of something else', { query_hash: 'ab' }, 'invalid_query_payload'],
  ])('are not shown to a token with %s', async (_what, claims, name) => {
    const named = { uuid: 'C0101000000000000001' };
    const answer = await ask('GET', '/v1/order', named, token(plainQuery(named), claims));
    expect(errorOf(answer)).toEqual([401, name]);
  });

  it('are not shown to a token that comes twice', async () => {
    const bearer = token('');
    expect((await ask('GET', '/v1/accounts', {}, bearer)).status).toBe(200);
    expect((await ask('GET', '/v1/accounts', {}, bearer)).status).toBe(401);
  });

  it('are in won only, of markets that are listed for everybody', async () => {
    const plain = await openRequest(venueOf(), 'bithumb', '/v1/market/all');
    const detailed = await openRequest(venueOf(), 'bithumb', '/v1/market/all?isDetails=true');
    expect(plain.body[0]).not.toHaveProperty('market_warning');
    expect(detailed.body[0]).toMatchObject({ market: 'KRW-BTC', market_warning: 'NONE' });
    const ticker = await openRequest(venueOf(), 'bithumb', '/v1/ticker?markets=KRW-BTC');
    expect(ticker.body).toMatchObject([{ market: 'KRW-BTC', trade_price: 95_100_000 }]);
  });

  describe('listed', () => {
    const listed = useKoreanDesk('bithumb');
    beforeAll(async () => {
      for (const client_order_id of ['w1', 'w2', 'c1']) {
        await listed.place({ ...LIMIT, client_order_id });
      }
      await listed.cancel({ client_order_id: 'c1' });
      const eth = { ...LIMIT, market: 'KRW-ETH', price: '3000000', volume: '1' };
      await listed.place({ ...eth, client_order_id: 'w3' });
      await listed.place({ ...LIMIT, price: '96000000', client_order_id: 'd1' });
    });

    it.each([
      [{}, ['d1', 'w3', 'c1', 'w2', 'w1']],
      [{ state: 'wait' }, ['w3', 'w2', 'w1']],
      [{ state: 'wait', market: 'KRW-BTC', order_by: 'asc' }, ['w1', 'w2']],
      [{ state: 'done' }, ['d1']],
      [{ 'states[]': 'cancel' }, ['c1']],
      [{ limit: '2', page: '2' }, ['c1', 'w2']],
      [{ 'client_order_ids[]': 'w2' }, ['w2']],
    ] as [Record<string, string>, string[]][])('by %o', async (more, ids) => {
      const { status, body } = await listed.ask('GET', '/v1/orders', more);
      expect(status).toBe(200);
      expect((body as any[]).map((each) => String(each.client_order_id))).toEqual(ids);
    });

    it.each([{ limit: '101' }, { state: 'open' }, { page: '0' }, { order_by: 'up' }] as Record<
      string,
      string
    >[])('not at all by %o', async (more) => {
      const answer = await listed.ask('GET', '/v1/orders', more);
      expect(errorOf(answer)).toEqual([400, 'invalid_parameter']);
    });
  });
});
