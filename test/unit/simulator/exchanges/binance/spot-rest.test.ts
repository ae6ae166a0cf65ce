import { describe, expect, it } from 'vitest';
import {
  LIMIT_BUY,
  MARKET_BUY,
  keyedRequest,
  signedRequest,
} from '../../../../kit/simulator/binance.js';
import type { Answer } from '../../../../kit/answer.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const ORDER = '/api/v3/order';

describe('a spot order', () => {
  const venueOf = useVenue();
  const place = (parameters: Record<string, string>): Promise<Answer> =>
    signedRequest(venueOf().venue, 'POST', ORDER, parameters);
  const get = (parameters: Record<string, string>): Promise<Answer> =>
    signedRequest(venueOf().venue, 'GET', ORDER, { symbol: 'BTCUSDT', ...parameters });
  const cancel = (parameters: Record<string, string>): Promise<Answer> =>
    signedRequest(venueOf().venue, 'DELETE', ORDER, { symbol: 'BTCUSDT', ...parameters });

  it('is refused while another with its client id is open, and taken once that ends', async () => {
    const newClientOrderId = newId();
    const first = await place({ ...LIMIT_BUY, newClientOrderId });
    const second = await place({ ...LIMIT_BUY, newClientOrderId });
    expect(second).toMatchObject({
      status: 400,
      body: { code: -2010, msg: 'Duplicate order sent.' },
    });
    await cancel({ origClientOrderId: newClientOrderId });
    const third = await place({ ...LIMIT_BUY, newClientOrderId });
    expect(third.status).toBe(200);
    expect(third.body.orderId).toBeGreaterThan(first.body.orderId as number);
    const found = await get({ origClientOrderId: newClientOrderId });
    expect(found.body.orderId).toBe(third.body.orderId);
    await cancel({ origClientOrderId: newClientOrderId });
  });

  it('executes twice when a market order is sent twice with one client id', async () => {
    const newClientOrderId = newId();
    const answers = [
      await place({ ...MARKET_BUY, newClientOrderId }),
      await place({ ...MARKET_BUY, newClientOrderId }),
    ];
    expect(answers.map(({ body }) => String(body.status))).toEqual(['FILLED', 'FILLED']);
    expect(answers[0]?.body.orderId).not.toBe(answers[1]?.body.orderId);
  });

  it.each([
    ['price off the tick', { price: '49000.001' }, -1013, 'Filter failure: PRICE_FILTER'],
    ['price above the maximum', { price: '1000000.01' }, -1013, 'Filter failure: PRICE_FILTER'],
    ['quantity off the step', { quantity: '0.010001' }, -1013, 'Filter failure: LOT_SIZE'],
    ['quantity above the maximum', { quantity: '9001' }, -1013, 'Filter failure: LOT_SIZE'],
    ['value below the minimum', { quantity: '0.0001' }, -1013, 'Filter failure: NOTIONAL'],
    [
      'nine decimals',
      { quantity: '0.010000001' },
      -1111,
      "Parameter 'quantity' has too much precision.",
    ],
    ['no quantity at all', { quantity: '0' }, -1013, 'Invalid quantity.'],
    [
      'letters for a price',
      { price: '4e4' },
      -1100,
      /^Illegal characters found in parameter 'price'/,
    ],
    ['a symbol nobody trades', { symbol: 'NOPEUSDT' }, -1121, 'Invalid symbol.'],
    ['a side nobody knows', { side: 'HOLD' }, -1117, 'Invalid side.'],
    ['a type nobody knows', { type: 'DREAM' }, -1116, 'Invalid orderType.'],
    ['a time in force nobody knows', { timeInForce: 'GTX' }, -1115, 'Invalid timeInForce.'],
    ['no price', { price: '' }, -1102, /^Mandatory parameter 'price' was not sent/],
    [
      'a client id with spaces',
      { newClientOrderId: 'a b' },
      -1100,
      "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.",
    ],
    ['a client id of 37', { newClientOrderId: 'a'.repeat(37) }, -1100, /^Illegal characters/],
    [
      'more than the account has',
      { quantity: '100' },
      -2010,
      'Account has insufficient balance for requested action.',
    ],
  ])('with %s is refused as Binance refuses it', async (_what, changes, code, message) => {
    const { status, body } = await place({ ...LIMIT_BUY, ...changes });
    expect(status).toBe(400);
    expect(body.code).toBe(code);
    expect(body.msg).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });

  it.each([
    ['a price', { price: '50000' }, -1106],
    ['quantity and quoteOrderQty', { quoteOrderQty: '100' }, -1106],
    ['more than MARKET_LOT_SIZE', { quantity: '121' }, -1013],
  ])('at market with %s is refused', async (_what, changes, code) => {
    const { body } = await place({ ...MARKET_BUY, ...changes });
    expect(body.code).toBe(code);
  });

  it('may carry parameters Binance does not know', async () => {
    const { status, body } = await place({ ...LIMIT_BUY, whatever: '1' });
    expect(status).toBe(200);
    await cancel({ orderId: String(body.orderId) });
  });

  it.each([
    ['ACK', ['clientOrderId', 'orderId', 'orderListId', 'symbol', 'transactTime']],
    ['RESULT', ['executedQty', 'cummulativeQuoteQty', 'status']],
    ['FULL', ['fills', 'status']],
  ])('is answered with as much as %s asks for', async (newOrderRespType, fields) => {
    const { body } = await place({ ...MARKET_BUY, newOrderRespType });
    expect(Object.keys(body as object)).toEqual(expect.arrayContaining(fields));
    expect('fills' in body).toBe(newOrderRespType === 'FULL');
    expect('status' in body).toBe(newOrderRespType !== 'ACK');
  });

  it('that may only make is refused when it would take', async () => {
    const maker = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.01' };
    const taking = await place({ ...maker, price: '50001' });
    expect(taking.body).toEqual({ code: -2010, msg: 'Order would immediately match and take.' });
    const making = await place({ ...maker, price: '49000' });
    const found = await get({ orderId: String(making.body.orderId) });
    expect(found.body).toMatchObject({ type: 'LIMIT_MAKER', status: 'NEW' });
    await cancel({ orderId: String(making.body.orderId) });
  });

  it('that fills at once or never is killed when it cannot', async () => {
    const { body } = await place({ ...LIMIT_BUY, timeInForce: 'FOK' });
    expect(body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000' });
  });

  it.each([
    ['immediate or cancel', { ...LIMIT_BUY, price: '50001', timeInForce: 'IOC' }, 'EXPIRED'],
    ['market', MARKET_BUY, 'EXPIRED'],
    ['fill or kill', { ...LIMIT_BUY, price: '50001', timeInForce: 'FOK' }, 'EXPIRED'],
    ['limit', { ...LIMIT_BUY, price: '50001' }, 'PARTIALLY_FILLED'],
  ])('of kind "%s" meets a thin book', async (kind, parameters, status) => {
    const { control } = venueOf();
    const book = { market: 'spot', symbol: 'BTCUSDT', mode: 'auto' };
    await control.post('liquidity', { ...book, depth: '0.004' });
    const { body } = await place(parameters);
    const filled = kind === 'fill or kill' ? '0.00000000' : '0.00400000';
    expect(body).toMatchObject({ status, executedQty: filled });
    await control.post('liquidity', book);
  });

  it('is unknown under an id it does not have', async () => {
    expect((await get({ origClientOrderId: 'nobody' })).body.code).toBe(-2013);
    expect((await get({})).body.code).toBe(-1102);
    expect((await cancel({ origClientOrderId: 'nobody' })).body.code).toBe(-2011);
  });

  it('cannot be cancelled once it is filled', async () => {
    const { body } = await place(MARKET_BUY);
    const again = await cancel({ orderId: String(body.orderId) });
    expect(again.body).toEqual({ code: -2011, msg: 'Unknown order sent.' });
  });

  it('is invisible to other accounts', async () => {
    const { venue, control } = venueOf();
    const { body } = await place(MARKET_BUY);
    await control.post('accounts', { apiKey: 'other', secret: 'other', balances: {} });
    const parameters = { symbol: 'BTCUSDT', orderId: String(body.orderId) };
    const other = { apiKey: 'other', secret: 'other' };
    const found = await signedRequest(venue, 'GET', ORDER, parameters, other);
    expect(found.body.code).toBe(-2013);
  });
});

describe('a signed spot request', () => {
  const venueOf = useVenue();
  const account = (parameters: Record<string, number | string>, credentials = {}) =>
    signedRequest(venueOf().venue, 'GET', '/api/v3/account', parameters, credentials);

  it.each([
    ['a timestamp too old', 400, -1021, () => account({ timestamp: Date.now() - 6000 })],
    ['a timestamp of the future', 400, -1021, () => account({ timestamp: Date.now() + 2000 })],
    ['too wide a window', 400, -1131, () => account({ recvWindow: 60_001 })],
    ['a wrong secret', 400, -1022, () => account({}, { secret: 'wrong' })],
    ['an unknown key', 401, -2015, () => account({}, { apiKey: 'nobody' })],
    ['no key', 401, -2014, () => account({}, { apiKey: '' })],
    ['no signature', 400, -1102, () => keyedRequest(venueOf().venue, 'GET', '/api/v3/account')],
  ])('with %s gets status %i and code %i', async (_what, status, code, ask) => {
    expect(await ask()).toMatchObject({ status, body: { code } });
  });

  it('may be older than usual when its window says so', async () => {
    const answer = await account({ timestamp: Date.now() - 8000, recvWindow: 10_000 });
    expect(answer.status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE'])(
    'to %s the removed listen key finds nothing',
    async (method) => {
      const { status, body } = await keyedRequest(
        venueOf().venue,
        method,
        '/api/v3/userDataStream',
      );
      expect(status).toBe(404);
      expect(body).not.toHaveProperty('listenKey');
    },
  );
});

describe('spot balances', () => {
  it('move to the last decimal with every order, fill and commission', async () => {
    const { venue, control } = venueOf();
    await control.post('accounts', {
      apiKey: 'trader',
      secret: 's',
      balances: { USDT: '1000', BTC: '0', BNB: '1' },
    });
    const trader = { apiKey: 'trader', secret: 's' };
    const balances = async (): Promise<Record<string, string>> => {
      const { body } = await signedRequest(venue, 'GET', '/api/v3/account', {}, trader);
      const rows = body.balances as { asset: string; free: string; locked: string }[];
      return Object.fromEntries(
        rows.map(({ asset, free, locked }) => [asset, `${free} ${locked}`]),
      );
    };
    const newClientOrderId = newId();
    await signedRequest(venue, 'POST', ORDER, { ...LIMIT_BUY, newClientOrderId }, trader);
    expect((await balances())['USDT']).toBe('510.00000000 490.00000000');

    // Filled below its limit, it gives back what the limit would have cost.
    const name = { market: 'spot', clientOrderId: newClientOrderId };
    await control.post('fill', { ...name, quantity: '0.004', price: '48000' });
    expect(await balances()).toMatchObject({
      USDT: '514.00000000 294.00000000',
      BTC: '0.00399600 0.00000000',
    });
    await control.post('cancel', name);
    expect((await balances())['USDT']).toBe('808.00000000 0.00000000');

    await control.post('accounts', { ...trader, commissionAsset: 'BNB' });
    const sell = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.001' };
    const { body } = await signedRequest(venue, 'POST', ORDER, sell, trader);
    const fills = body.fills as { commission: string; commissionAsset: string }[];
    expect(fills.map((fill) => fill.commissionAsset)).toEqual(fills.map(() => 'BNB'));
    expect((await balances())['BTC']).toBe('0.00299600 0.00000000');
    expect((await balances())['BNB']).toMatch(/^0\.9999/);
  });

  const venueOf = useVenue();
});
