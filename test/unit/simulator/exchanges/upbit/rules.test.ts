import { describe, expect, it } from 'vitest';
import { errorOf, restingLimit, useKoreanDesk } from '../../../../kit/simulator/korean-desk.js';
import { openRequest } from '../../../../kit/simulator/korean.js';
import type { Answer } from '../../../../kit/answer.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const LIMIT = restingLimit('upbit');

describe('an Upbit order', () => {
  const { venueOf, place, get, cancel, control } = useKoreanDesk('upbit');

  it('is answered with 201 as it was taken in', async () => {
    const identifier = newId('up');
    const { status, body } = await place({ ...LIMIT, identifier });
    expect(status).toBe(201);
    expect(body).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      side: 'bid',
      ord_type: 'limit',
      price: '94000000',
      state: 'wait',
      market: 'KRW-BTC',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/),
      volume: '0.001',
      remaining_volume: '0.001',
      executed_volume: '0',
      reserved_fee: '47',
      remaining_fee: '47',
      paid_fee: '0',
      locked: '94047',
      trades_count: 0,
      identifier,
    });
  });

  it('is answered as waiting even if it was filled at once', async () => {
    const identifier = newId('up');
    const { body } = await place({ ...LIMIT, price: '96000000', identifier });
    expect(body).toMatchObject({ state: 'wait', executed_volume: '0', remaining_volume: '0.001' });
    expect((await get({ identifier })).body).toMatchObject({
      state: 'done',
      remaining_volume: '0',
    });
  });

  it.each([
    ['a market nobody knows', { market: 'KRW-NOPE' }, 'validation_error'],
    ['no market', { market: '' }, 'validation_error'],
    ['a side nobody knows', { side: 'buy' }, 'validation_error'],
    ['a type nobody knows', { ord_type: 'stop' }, 'validation_error'],
    ['a time in force nobody knows', { time_in_force: 'gtc' }, 'validation_error'],
    ['a price with an exponent', { price: '9e7' }, 'validation_error'],
    ['nine decimals of volume', { volume: '0.001000001' }, 'validation_error'],
    ['an identifier that is too long', { identifier: 'a'.repeat(65) }, 'validation_error'],
    ['an identifier with spaces', { identifier: 'a b' }, 'validation_error'],
    ['a price off the tick', { price: '94000500' }, 'invalid_price_bid'],
    ['no price', { price: '' }, 'create_bid_error'],
    ['no volume', { volume: '' }, 'create_bid_error'],
    ['less than the minimum', { volume: '0.00005' }, 'under_min_total_bid'],
    ['more than the account has', { volume: '1000' }, 'insufficient_funds_bid'],
    ['more coins than the account has', { side: 'ask', volume: '3' }, 'insufficient_funds_ask'],
    ['less than the minimum to sell', { side: 'ask', volume: '0.00005' }, 'under_min_total_ask'],
    ['a market buy of a volume', { ord_type: 'price', price: '' }, 'create_bid_error'],
    ['a market buy with price and volume', { ord_type: 'price' }, 'create_bid_error'],
    ['a market sell with a price', { side: 'ask', ord_type: 'market' }, 'create_ask_error'],
    ['a market sell that buys', { ord_type: 'market', price: '' }, 'create_bid_error'],
    ['a best order that may rest', { ord_type: 'best', volume: '' }, 'create_bid_error'],
    [
      'a market buy below the minimum',
      { ord_type: 'price', price: '4999', volume: '' },
      'under_min_total_bid',
    ],
    [
      'a market buy beyond the funds',
      { ord_type: 'price', price: '2000000000', volume: '' },
      'insufficient_funds_bid',
    ],
  ])('with %s is refused', async (_what, changes, name) => {
    expect(errorOf(await place({ ...LIMIT, ...changes }))).toEqual([400, name]);
  });

  it.each([
    ['BTC-ETH', '0.03000001', '0.0016', '0.0017'], // 0.000048 and 0.000051 BTC
    ['USDT-BTC', '60000.01', '0.00000833', '0.00000834'], // 0.4998 and 0.5004 USDT
    ['KRW-XRP', '3000', '1.66', '1.67'], // 4980 and 5010 KRW
  ])('on %s has the minimum of its quote asset', async (market, price, less, enough) => {
    const order = { market, side: 'bid', ord_type: 'limit', price };
    expect(errorOf(await place({ ...order, volume: less }))).toEqual([400, 'under_min_total_bid']);
    expect((await place({ ...order, volume: enough })).status).toBe(201);
  });

  it.each([
    ['1000000', '1000', '1000500'],
    ['999500', '500', '999600'],
    ['499900', '100', '499950'],
    ['99950', '50', '99960'],
    ['49990', '10', '49995'],
    ['9995', '5', '9996'],
    ['4999', '1', '4999.5'],
    ['99.9', '0.1', '99.95'],
  ])('at %s KRW is priced in steps of %s', async (price, _tick, between) => {
    const order = { market: 'KRW-ETH', side: 'bid', ord_type: 'limit', volume: '60' };
    expect((await place({ ...order, price })).status).toBe(201);
    const refused = await place({ ...order, price: between });
    expect(errorOf(refused)).toEqual([400, 'invalid_price_bid']);
  });

  it('names its tick at the present price', async () => {
    const path = '/v1/orderbook/instruments?markets=KRW-SOL,USDT-BTC';
    const tickNow = async (): Promise<unknown> =>
      ((await openRequest(venueOf(), 'upbit', path)).body as { tick_size: string }[]).map(
        (each) => each.tick_size,
      );
    expect(await tickNow()).toEqual(['100', '0.01']);
    await control('price', { symbol: 'KRW-SOL', price: '99950' });
    expect(await tickNow()).toEqual(['50', '0.01']);
  });

  describe('with an identifier', () => {
    const duplicate = [400, 'duplicate_identifier'];

    it('is refused forever after the first, whatever became of it', async () => {
      const identifier = newId('up');
      await place({ ...LIMIT, identifier });
      expect(errorOf(await place({ ...LIMIT, identifier }))).toEqual(duplicate);
      await cancel({ identifier });
      expect(errorOf(await place({ ...LIMIT, identifier }))).toEqual(duplicate);
      expect((await get({ identifier })).body).toMatchObject({ state: 'cancel' });
    });

    it.each([
      ['its price', { price: '94000500' }],
      ['its market', { market: 'KRW-NOPE' }],
      ['the funds', { volume: '1000' }],
    ])('that was refused for %s is used up all the same', async (_what, changes) => {
      const identifier = newId('up');
      expect((await place({ ...LIMIT, ...changes, identifier })).status).toBe(400);
      expect(errorOf(await place({ ...LIMIT, identifier }))).toEqual(duplicate);
      expect(errorOf(await get({ identifier }))).toEqual([404, 'order_not_found']);
    });
  });
});

describe('what Upbit shows everybody', () => {
  const venueOf = useVenue();
  const get = (path: string): Promise<Answer> => openRequest(venueOf(), 'upbit', path);

  it('is which markets there are', async () => {
    const { body } = await get('/v1/market/all');
    const markets = (body as { market: string }[]).map(({ market }) => market);
    expect(markets).toEqual(
      expect.arrayContaining(['KRW-BTC', 'KRW-ETH', 'KRW-XRP', 'BTC-ETH', 'USDT-BTC']),
    );
    expect(body[0]).toEqual({ market: 'KRW-BTC', korean_name: 'BTC', english_name: 'BTC' });
  });

  it('is the price, as a number', async () => {
    const { body } = await get('/v1/ticker?markets=KRW-BTC,BTC-ETH');
    expect(body).toMatchObject([
      { market: 'KRW-BTC', trade_price: 95_000_000, change: 'EVEN' },
      { market: 'BTC-ETH', trade_price: 0.03684211 },
    ]);
  });

  it.each([
    ['/v1/ticker', 400, 400],
    ['/v1/ticker?markets=KRW-NOPE', 404, 404],
    ['/v1/orderbook/instruments?markets=KRW-NOPE', 404, 404],
    ['/v1/nothing', 404, 404],
    ['/v1/accounts', 401, 'jwt_verification'],
  ])('is not %s', async (path, status, name) => {
    expect(await get(path)).toMatchObject({ status, body: { error: { name } } });
  });
});
