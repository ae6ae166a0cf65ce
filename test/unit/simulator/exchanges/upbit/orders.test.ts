import { beforeAll, describe, expect, it } from 'vitest';
import { Decimal } from '../../../../../simulator/decimal.js';
import { restingLimit, useKoreanDesk } from '../../../../kit/simulator/korean-desk.js';
import { FUNDS, fund, token } from '../../../../kit/simulator/korean.js';
import { newId } from '../../../../kit/simulator/venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are compared as they come */

const BTC = { market: 'KRW-BTC' };
const LIMIT = restingLimit('upbit');
const DAY_MS = 24 * 60 * 60 * 1000;

describe('the orders of an Upbit account', () => {
  const desk = useKoreanDesk('upbit');
  const { venueOf, ask, get, cancel, control, fill, open, framesOf, awaitFrame } = desk;
  const place = async (fields: Record<string, string>): Promise<any> => {
    const { status, body } = await desk.place(fields);
    expect(status).toBe(201);
    return body;
  };
  const order = async (uuid: string): Promise<any> => (await get({ uuid })).body;
  const balance = async (currency: string): Promise<any> => {
    const { body } = await ask('GET', '/v1/accounts');
    return (body as any[]).find((each) => each.currency === currency);
  };

  it('are read by either id, with their trades and without a fee for each', async () => {
    const identifier = newId('up');
    const { uuid } = await place({ ...LIMIT, identifier });
    await fill(identifier, { quantity: '0.0004' });
    const byId = await order(uuid);
    expect(byId).toMatchObject({
      uuid,
      identifier,
      state: 'wait',
      executed_volume: '0.0004',
      remaining_volume: '0.0006',
      reserved_fee: '47',
      remaining_fee: '28.2',
      paid_fee: '18.8',
      locked: '56428.2',
      trades_count: 1,
    });
    expect(byId.trades).toEqual([
      {
        market: 'KRW-BTC',
        uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        price: '94000000',
        volume: '0.0004',
        funds: '37600',
        trend: 'up',
        created_at: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{3}\+09:00$/),
        side: 'bid',
      },
    ]);
    expect(byId).not.toHaveProperty('executed_funds');
    expect((await get({ identifier })).body).toEqual(byId);
  });

  it('are not found under ids that are nobody’s', async () => {
    for (const named of [
      { uuid: '00000000-0000-4000-a000-00003b9aca01' },
      { uuid: 'nonsense' },
      { identifier: 'nobody' },
    ]) {
      const answer = await get(named);
      expect(answer).toMatchObject({ status: 404, body: { error: { name: 'order_not_found' } } });
    }
    expect((await get({})).status).toBe(400);
  });

  it('are not those of another account', async () => {
    const { uuid } = await place(LIMIT);
    await venueOf().control.post('accounts', { apiKey: 'other', secret: 'testsecret' });
    const bearer = token(`uuid=${uuid}`, { access_key: 'other' });
    const answer = await ask('GET', '/v1/order', { uuid }, bearer);
    expect(answer.status).toBe(404);
    expect((await order(uuid)).state).toBe('wait');
  });

  it('are answered as waiting when cancelled, and cannot be found to cancel again', async () => {
    const { uuid } = await place(LIMIT);
    const cancelled = await cancel({ uuid });
    expect(cancelled).toMatchObject({ status: 200, body: { uuid, state: 'wait' } });
    expect(await order(uuid)).toMatchObject({ state: 'cancel', locked: '0', trades: [] });
    const again = await cancel({ uuid });
    expect(again).toMatchObject({ status: 404, body: { error: { name: 'order_not_found' } } });
  });

  it('keep what they have filled when they are cancelled', async () => {
    const identifier = newId('up');
    const { uuid } = await place({ ...LIMIT, identifier });
    await fill(identifier, { quantity: '0.0004' });
    await cancel({ identifier });
    expect(await order(uuid)).toMatchObject({
      state: 'cancel',
      executed_volume: '0.0004',
      remaining_volume: '0.0006',
      trades_count: 1,
    });
  });

  it('that buy for a sum end cancelled, with the fee on top and the rest given back', async () => {
    await fund(venueOf(), 'upbit');
    const { uuid, ...taken } = await place({
      ...BTC,
      side: 'bid',
      ord_type: 'price',
      price: '10000',
    });
    expect(taken).toMatchObject({ price: '10000', volume: null, locked: '10005' });
    const done = await order(uuid);
    // 10000 / 95000000, down to eight decimals: what is left of the sum buys nothing.
    expect(done).toMatchObject({
      state: 'cancel',
      ord_type: 'price',
      executed_volume: '0.00010526',
      paid_fee: '4.99985',
      locked: '0',
    });
    expect((await balance('KRW')).balance).toBe(
      new Decimal(FUNDS.KRW).minus('9999.7').minus('4.99985').toFixed(),
    );
    expect((await balance('BTC')).balance).toBe('2.00010526');
  });

  it('that buy for a sum which is spent to the last end done', async () => {
    const { uuid } = await place({ ...BTC, side: 'bid', ord_type: 'price', price: '95000' });
    expect(await order(uuid)).toMatchObject({ state: 'done', executed_volume: '0.001' });
  });

  it('that sell pay the fee out of what they get', async () => {
    await fund(venueOf(), 'upbit');
    const { uuid } = await place({ ...BTC, side: 'ask', ord_type: 'market', volume: '0.002' });
    const { trades, ...sold } = await order(uuid);
    expect(sold).toMatchObject({ state: 'done', price: null, volume: '0.002', reserved_fee: '0' });
    const funds = (trades as any[]).reduce(
      (sum: Decimal, each) => sum.plus(each.funds),
      new Decimal(0),
    );
    expect(sold.paid_fee).toBe(funds.times('0.0005').toFixed());
    const { balance: krw } = await balance('KRW');
    expect(krw).toBe(new Decimal(FUNDS.KRW).plus(funds).minus(sold.paid_fee).toFixed());
  });

  it.each([
    ['ioc', '0.0003'],
    ['fok', '0'],
  ])(
    'that may not rest (%s) end cancelled with what there was',
    async (time_in_force, executed) => {
      const liquidity = { symbol: 'KRW-BTC', mode: 'auto' };
      await control('liquidity', { ...liquidity, depth: '0.0003' });
      const { uuid } = await place({ ...LIMIT, price: '95000000', time_in_force });
      expect(await order(uuid)).toMatchObject({
        state: 'cancel',
        ord_type: 'limit',
        time_in_force,
        executed_volume: executed,
      });
      await control('liquidity', liquidity);
    },
  );

  it('that may only rest end cancelled where they would take', async () => {
    const { uuid } = await place({ ...LIMIT, price: '96000000', time_in_force: 'post_only' });
    expect(await order(uuid)).toMatchObject({
      state: 'cancel',
      time_in_force: 'post_only',
      executed_volume: '0',
    });
    const rests = await place({ ...LIMIT, time_in_force: 'post_only' });
    expect(await order(String(rests.uuid))).toMatchObject({ state: 'wait' });
  });

  it('are in the ledger under the ids that clients know', async () => {
    const identifier = newId('up');
    const { uuid } = await place({ ...LIMIT, price: '95000000', time_in_force: 'fok', identifier });
    const { trades } = await order(uuid);
    const ledger = await venueOf().ledger('upbit');
    const named = { clientOrderId: identifier };
    expect(ledger.orders).toContainEqual(
      expect.objectContaining({ ...named, exchangeOrderId: uuid }),
    );
    expect(ledger.fills.filter((each) => each['clientOrderId'] === identifier)).toMatchObject(
      (trades as any[]).map((each) => ({ exchangeTradeId: each.uuid as string })),
    );
  });

  it('at the best price are named so', async () => {
    const best = { ...BTC, ord_type: 'best', time_in_force: 'ioc' };
    const bought = await place({ ...best, side: 'bid', price: '95000' });
    expect(await order(bought.uuid)).toMatchObject({ ord_type: 'best', state: 'done' });
    const sold = await place({ ...best, side: 'ask', volume: '0.001' });
    expect(await order(sold.uuid)).toMatchObject({ ord_type: 'best', price: null, state: 'done' });
  });

  it('that are reserved are `watch` until their trigger', async () => {
    const stream = await open({ type: 'myOrder' });
    const identifier = newId('up');
    await place({ ...LIMIT, identifier });
    await control('upbit/watch', { clientOrderId: identifier, isWatching: true });
    expect((await get({ identifier })).body).toMatchObject({ state: 'watch' });
    await awaitFrame(stream, identifier, 'watch');
    await control('upbit/watch', { clientOrderId: identifier, isWatching: false });
    expect((await get({ identifier })).body).toMatchObject({ state: 'wait' });
    const states = framesOf(stream, identifier).map(({ state }) => String(state));
    expect(states).toEqual(['wait', 'watch', 'wait']);
    stream.socket.close();
  });

  describe('listed', () => {
    const listed = useKoreanDesk('upbit');
    const list = async (path: string, more: Record<string, string> = {}): Promise<any[]> => {
      const { status, body } = await listed.ask('GET', path, more);
      expect(status).toBe(200);
      return (body as any[]).map((each) => each.identifier as string);
    };
    beforeAll(async () => {
      for (const identifier of ['w1', 'w2', 'c1']) await listed.place({ ...LIMIT, identifier });
      await listed.cancel({ identifier: 'c1' });
      const eth = { ...LIMIT, market: 'KRW-ETH', price: '3000000', volume: '1' };
      await listed.place({ ...eth, identifier: 'w3' });
      await listed.place({ ...LIMIT, price: '95000000', identifier: 'd1' });
      await listed.place({ ...LIMIT, identifier: 'r1' });
      await listed.control('upbit/watch', { clientOrderId: 'r1', isWatching: true });
    });

    it.each([
      [{}, ['w3', 'w2', 'w1']],
      [{ market: 'KRW-BTC' }, ['w2', 'w1']],
      [{ order_by: 'asc' }, ['w1', 'w2', 'w3']],
      [{ limit: '2' }, ['w3', 'w2']],
      [{ limit: '2', page: '2' }, ['w1']],
      [{ state: 'wait' }, ['w3', 'w2', 'w1']],
      [{ state: 'watch' }, ['r1']],
      [{ 'states[]': 'watch' }, ['r1']],
      [{ states: 'wait,watch' }, ['r1', 'w3', 'w2', 'w1']],
    ] as [Record<string, string>, string[]][])('as open, by %o', async (more, identifiers) => {
      expect(await list('/v1/orders/open', more)).toEqual(identifiers);
    });

    it.each([
      [{}, ['d1', 'c1']],
      [{ state: 'done' }, ['d1']],
      [{ state: 'cancel', market: 'KRW-BTC' }, ['c1']],
      [{ 'states[]': 'done' }, ['d1']],
      [{ market: 'KRW-ETH' }, []],
      [{ order_by: 'asc', limit: '1' }, ['c1']],
      [{ start_time: String(Date.now() - DAY_MS) }, ['d1', 'c1']],
      [{ start_time: '2026-01-02T10:00:00+09:00', end_time: '2026-01-03T10:00:00+09:00' }, []],
    ] as [Record<string, string>, string[]][])('as closed, by %o', async (more, identifiers) => {
      expect(await list('/v1/orders/closed', more)).toEqual(identifiers);
    });

    it.each([
      ['/v1/orders/open', { limit: '101' }],
      ['/v1/orders/open', { state: 'done' }],
      ['/v1/orders/open', { market: 'KRW-NOPE' }],
      ['/v1/orders/closed', { limit: '1001' }],
      ['/v1/orders/closed', { start_time: 'yesterday' }],
      ['/v1/orders/closed', { start_time: '1700000000000', end_time: '1700700000000' }],
    ] as [string, Record<string, string>][])('not at all from %s by %o', async (path, more) => {
      const answer = await listed.ask('GET', path, more);
      expect(answer).toMatchObject({ status: 400, body: { error: { name: 'validation_error' } } });
    });
  });
});
