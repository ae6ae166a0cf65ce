import { describe, expect, it } from 'vitest';
import { LIMIT_BUY, signedRequest } from '../../../../kit/simulator/binance.js';
import type { Answer } from '../../../../kit/answer.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const ORDER = '/fapi/v1/order';

describe('a futures order', () => {
  const venueOf = useVenue();
  const place = (parameters: Record<string, string>): Promise<Answer> =>
    signedRequest(venueOf().venue, 'POST', ORDER, parameters);

  it.each([
    ['too fine a quantity', { quantity: '0.0101' }, -1111],
    ['too fine a price', { price: '49000.001' }, -1111],
    ['a price off the tick', { price: '49000.05' }, -4014],
    ['no quantity', { quantity: '0' }, -4003],
    ['too much quantity', { quantity: '1001' }, -4005],
    ['too little value', { quantity: '0.002' }, -4164],
    ['too long a client id', { newClientOrderId: 'a'.repeat(37) }, -4015],
    ['a space in its client id', { newClientOrderId: 'a b' }, -1100],
    ['a hedge-mode side', { positionSide: 'LONG' }, -4061],
    ['more margin than there is', { quantity: '900' }, -2019],
    ['nothing to reduce', { reduceOnly: 'true' }, -2022],
    ['nobody to make for', { price: '50001', timeInForce: 'GTX' }, -5022],
    ['nobody to fill it whole', { timeInForce: 'FOK' }, -5021],
    ['an unknown symbol', { symbol: 'NOPE' }, -1121],
  ])('with %s is refused', async (_what, changes, code) => {
    expect(await place({ ...LIMIT_BUY, ...changes })).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  it('is refused while another with its client id is open', async () => {
    const newClientOrderId = newId('f');
    await place({ ...LIMIT_BUY, newClientOrderId });
    const { body } = await place({ ...LIMIT_BUY, newClientOrderId });
    expect(body).toEqual({ code: -4116, msg: 'ClientOrderId is duplicated.' });
    await venueOf().control.post('cancel', { market: 'futures', clientOrderId: newClientOrderId });
  });

  it('at a limit within reach is answered as new even when asked for the result', async () => {
    const { venue } = venueOf();
    const sell = { ...LIMIT_BUY, symbol: 'ETHUSDT', quantity: '1', price: '2600' };
    const { body } = await place({ ...sell, newOrderRespType: 'RESULT' });
    expect(body).toMatchObject({ status: 'NEW', executedQty: '0.000' });
    const query = { symbol: 'ETHUSDT', orderId: String(body.orderId) };
    const found = await signedRequest(venue, 'GET', ORDER, query);
    expect(found.body).toMatchObject({ status: 'FILLED', executedQty: '1.000', type: 'LIMIT' });
    expect(found.body).toHaveProperty('time');
  });
});

describe('a futures position', () => {
  const venueOf = useVenue();
  const market = (side: string, quantity: string, more = {}): Promise<Answer> =>
    signedRequest(venueOf().venue, 'POST', ORDER, {
      symbol: 'SOLUSDT',
      side,
      type: 'MARKET',
      quantity,
      newOrderRespType: 'RESULT',
      ...more,
    });
  /** Fills a resting order at exactly its price, so that amounts can be computed by hand. */
  const exact = async (side: string, quantity: string, price: string): Promise<void> => {
    const { control } = venueOf();
    const newClientOrderId = newId('p');
    await control.post('liquidity', { market: 'futures', symbol: 'SOLUSDT', mode: 'manual' });
    await signedRequest(venueOf().venue, 'POST', ORDER, {
      ...LIMIT_BUY,
      symbol: 'SOLUSDT',
      side,
      quantity,
      price,
      newClientOrderId,
    });
    await control.post('fill', { market: 'futures', clientOrderId: newClientOrderId });
    await control.post('liquidity', { market: 'futures', symbol: 'SOLUSDT', mode: 'auto' });
  };
  const position = async (): Promise<Record<string, string>> => {
    const { venue } = venueOf();
    const { body } = await signedRequest(venue, 'GET', '/fapi/v2/positionRisk', {
      symbol: 'SOLUSDT',
    });
    return body[0] as Record<string, string>;
  };

  it('averages its entry, realizes profit per fill, and turns around', async () => {
    const { ledger } = venueOf();
    await exact('BUY', '1', '150');
    await exact('BUY', '3', '152');
    expect(await position()).toMatchObject({ positionAmt: '4', entryPrice: '151.50000000' });
    await exact('SELL', '1', '153.5');
    await exact('SELL', '5', '150.5');
    expect(await position()).toMatchObject({ positionAmt: '-2', entryPrice: '150.50000000' });
    await exact('BUY', '2', '150');
    expect(await position()).toMatchObject({ positionAmt: '0', entryPrice: '0.00000000' });
    const { fills } = await ledger('futures');
    expect(fills.map((fill) => fill['realizedPnl'])).toEqual(['0', '0', '2', '-3', '1']);
    expect(fills.map((fill) => fill['commission'])).toEqual([
      '0.03',
      '0.0912',
      '0.0307',
      '0.1505',
      '0.06',
    ]);
  });

  it('is never turned around by a reduce-only order', async () => {
    await market('BUY', '2');
    const { body } = await market('SELL', '5', { reduceOnly: 'true' });
    expect(body).toMatchObject({ status: 'EXPIRED', executedQty: '2.00', reduceOnly: true });
    expect(await position()).toMatchObject({ positionAmt: '0' });
  });

  it('takes its resting reduce-only orders with it when it closes', async () => {
    const { venue } = venueOf();
    await market('BUY', '2');
    const { body } = await signedRequest(venue, 'POST', ORDER, {
      ...LIMIT_BUY,
      symbol: 'SOLUSDT',
      side: 'SELL',
      quantity: '2',
      price: '160',
      reduceOnly: 'true',
    });
    await market('SELL', '2');
    const query = { symbol: 'SOLUSDT', orderId: String(body.orderId) };
    const found = await signedRequest(venue, 'GET', ORDER, query);
    expect(found.body.status).toBe('EXPIRED');
  });

  it('binds margin while an order rests, and frees it with its fill and its end', async () => {
    const { venue, control } = venueOf();
    const bound = async (): Promise<string> => {
      const { body } = await signedRequest(venue, 'GET', '/fapi/v3/account');
      return String(body.assets[0].openOrderInitialMargin);
    };
    const newClientOrderId = newId('f');
    await signedRequest(venue, 'POST', ORDER, { ...LIMIT_BUY, newClientOrderId });
    expect(await bound()).toBe('24.50000000');
    const name = { market: 'futures', clientOrderId: newClientOrderId };
    await control.post('fill', { ...name, quantity: '0.004' });
    expect(await bound()).toBe('14.70000000');
    await control.post('cancel', name);
    expect(await bound()).toBe('0.00000000');
  });

  it('needs less margin at a higher leverage', async () => {
    const { venue } = venueOf();
    const available = async (): Promise<number> => {
      const { body } = await signedRequest(venue, 'GET', '/fapi/v3/account');
      return Number(body.availableBalance);
    };
    await market('BUY', '100');
    const before = await available();
    const { body } = await signedRequest(venue, 'POST', '/fapi/v1/leverage', {
      symbol: 'SOLUSDT',
      leverage: 50,
    });
    expect(body).toMatchObject({ symbol: 'SOLUSDT', leverage: 50 });
    expect(await available()).toBeGreaterThan(before);
    await market('SELL', '100');
  });
});
