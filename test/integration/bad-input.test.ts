import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../kit/product/edge-client.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;

useProduct({}, (inUse) => ({ product } = inUse));

const good = {
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  quantity: '0.01',
  price: '40000',
};

/** What must not have happened: a workflow, or a row of any kind. */
async function expectNothingHappened(): Promise<void> {
  const [counts] = await product.sql`
    select (select count(*) from webhook_deliveries)::int as deliveries,
           (select count(*) from open_orders)::int as open,
           (select count(*) from trades)::int as trades,
           (select count(*) from failed_orders)::int as failed,
           (select count(*) from order_events)::int as events`;
  expect(counts).toEqual({ deliveries: 0, open: 0, trades: 0, failed: 0, events: 0 });
  expect((await product.desks.spot.ledger()).orders).toEqual([]);
  expect((await fetch(`${product.edge.origin}/livez`)).status).toBe(200);
}

function expectProblem(answer: Answer, status: number | RegExp): void {
  expect(String(answer.status)).toMatch(status instanceof RegExp ? status : String(status));
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    status: answer.status,
    code: expect.stringMatching(/^[A-Z0-9_]+$/),
    detail: expect.any(String),
  });
}

describe('the webhook answers who may not pass alike', () => {
  it('an unknown strategy and a wrong token get the same 401', async () => {
    const wrong = await product.alert('spot', { ...good, token: 'ftw_wrong' });
    const unknown = await product.alert('spot', { ...good, strategy: 'nobody' });
    const none = await product.alert('spot', { ...good, token: undefined });
    // What the account could trade is told to nobody who may not pass.
    const symbol = 'BYBIT:BTCUSDT.P';
    const foreign = await product.alert('spot', { ...good, symbol, token: 'ftw_wrong' });
    for (const answer of [wrong, unknown, none, foreign]) expectProblem(answer, 401);
    const plain = ({ body }: Answer) => ({ ...body, requestId: undefined });
    expect(plain(unknown)).toEqual(plain(wrong));
    expect(plain(none)).toEqual(plain(wrong));
    expect(plain(foreign)).toEqual(plain(wrong));
    await expectNothingHappened();
  });
});

describe('the webhook refuses a field that is not as it must be, and names it', () => {
  it.each<[string, string, unknown]>([
    ['a negative quantity', 'quantity', '-1'],
    ['a quantity of zero', 'quantity', '0'],
    ['a zero with decimals', 'quantity', '0.000'],
    ['NaN as text', 'quantity', 'NaN'],
    ['Infinity as text', 'quantity', 'Infinity'],
    ['an exponent beyond all bounds', 'quantity', '1e400'],
    ['full-width digits', 'quantity', '１.５'],
    ['Arabic digits', 'quantity', '١'],
    ['forty digits', 'quantity', '1234567890123456789012345678901234567890'],
    ['hexadecimal', 'quantity', '0x10'],
    ['a plus sign', 'quantity', '+1'],
    ['blanks', 'quantity', ' 1 '],
    ['a comma', 'quantity', '1,5'],
    ['an empty text', 'quantity', ''],
    ['an object', 'quantity', { value: 1 }],
    ['an array', 'quantity', ['1']],
    ['true', 'quantity', true],
    ['null', 'quantity', null],
    ['a missing quantity', 'quantity', undefined],
    ['a negative price', 'price', '-40000'],
    ['a price of zero', 'price', 0],
    ['a limit order without a price', 'price', undefined],
    ['a symbol of 10 kB', 'symbol', 'A'.repeat(10_240)],
    ['a symbol that is a number', 'symbol', 5],
    ['a symbol with markup', 'symbol', '<script>'],
    ['a symbol in full-width letters', 'symbol', 'ＢＴＣUSDT'],
    ['a lone asset where none is a market', 'symbol', 'BTC'],
    ['a market of another exchange', 'symbol', 'BYBIT:BTCUSDT'],
    ['a market of an exchange that nobody knows', 'symbol', 'NASDAQ:BTCUSDT'],
    ['a dated contract', 'symbol', 'BTC/USDT:USDT-260626'],
    ['a reduce-only order where there is no position to reduce', 'reduceOnly', true],
    ['an unknown side', 'side', 'long'],
    ['an unknown type', 'type', 'stop'],
    ['an unknown time in force', 'timeInForce', 'GTX'],
    ['a flag that is text', 'reduceOnly', 'yes'],
    ['an id of 300 characters', 'id', 'x'.repeat(300)],
    ['an id with a NUL', 'id', 'a\u0000b'],
    ['an id with half a surrogate pair', 'id', 'a\ud800b'],
    ['a field that does not exist', 'qty', '1'],
  ])('%s', async (_what, field, value) => {
    const answer = await product.alert('spot', { ...good, [field]: value });
    expectProblem(answer, 422);
    expect(answer.body).toMatchObject({
      field,
      expected: expect.any(String),
      received: expect.any(String),
    });
    expect(answer.body.received.length).toBeLessThan(200);
    await expectNothingHappened();
  });

  it.each(['BTCUSDT.P', 'BTC/USDT:USDT', 'BINANCE:BTCUSDT.P'])(
    '%s, a perpetual, where the account trades spot',
    async (symbol) => {
      const answer = await product.alert('spot', { ...good, symbol });
      expectProblem(answer, 422);
      expect(answer.body).toMatchObject({ code: 'FIELD_INVALID', field: 'symbol' });
      expect(answer.body.detail).toContain("the strategy's account trades spot");
      const { strategy } = product.desks.spot;
      const manual = { ...good, symbol, strategy };
      expectProblem(await product.edge.post('/api/orders', manual, product.edge.asOperator), 422);
      await expectNothingHappened();
    },
  );

  it.each([
    ['a number with an exponent beyond all bounds', '1e400'],
    ['a number of forty digits', '1234567890123456789012345678901234567890'],
    ['a negative number', '-0.5'],
  ])('%s as a JSON number', async (_what, number) => {
    const { strategy, token } = product.desks.spot;
    const fields = JSON.stringify({ ...good, strategy, token, quantity: undefined });
    const answer = await product.edge.post(
      '/api/webhook',
      `${fields.slice(0, -1)},"quantity":${number}}`,
    );
    expectProblem(answer, 422);
    expect(answer.body).toMatchObject({ field: 'quantity', received: number });
    await expectNothingHappened();
  });
});

describe('the webhook refuses a body that is not a JSON object', () => {
  const desk = () =>
    `"strategy":"${product.desks.spot.strategy}","token":"${product.desks.spot.token}"`;
  it.each<[string, () => string]>([
    ['nothing', () => ''],
    ['text', () => 'buy 1 BTC'],
    ['half an object', () => `{${desk()},"symbol":`],
    ['a bare NaN', () => `{${desk()},"quantity":NaN}`],
    ['an array', () => '[]'],
    ['null', () => 'null'],
    ['a depth of 10,000', () => `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['a prototype as a field', () => `{${desk()},"__proto__":{"quantity":"1"}}`],
    ['a constructor as a field', () => `{${desk()},"constructor":{"prototype":{}}}`],
    ['a field twice', () => `{${desk()},"quantity":"1","quantity":"2"}`],
  ])('%s', async (_what, body) => {
    const answer = await product.edge.post('/api/webhook', body());
    expectProblem(answer, /^4\d\d$/);
    await expectNothingHappened();
    expect(({} as Record<string, unknown>)['quantity']).toBeUndefined();
  });

  it('bytes that are not UTF-8', async () => {
    const answer = await product.edge.request('POST', '/api/webhook', {
      headers: { 'Content-Type': 'application/json' },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    });
    expectProblem(answer, 400);
    await expectNothingHappened();
  });

  it('more than 64 KiB', async () => {
    const answer = await product.edge.post('/api/webhook', `{"a":"${'x'.repeat(70_000)}"}`);
    expectProblem(answer, 413);
    await expectNothingHappened();
  });
});

describe('the edge refuses what the exchange would refuse', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a symbol that is not listed', { symbol: 'NOPEUSDT' }, 'SYMBOL_NOT_LISTED'],
    ['a quantity off its step', { quantity: '0.0000123' }, 'QUANTITY_OFF_STEP'],
    ['a quantity below its minimum', { quantity: '0.000001' }, 'QUANTITY_BELOW_MINIMUM'],
    ['a quantity above its maximum', { quantity: '1000000' }, 'QUANTITY_ABOVE_MAXIMUM'],
    ['a price off its step', { price: '40000.001' }, 'PRICE_OFF_STEP'],
    ['an order worth too little', { quantity: '0.00001' }, 'NOTIONAL_BELOW_MINIMUM'],
  ])('%s', async (_what, changes, code) => {
    const answer = await product.alert('spot', { ...good, ...changes });
    expectProblem(answer, 422);
    expect(answer.body.code).toBe(code);
    await expectNothingHappened();
  });

  it('an order of a paused strategy', async () => {
    const { sql } = product;
    await sql`update strategies set paused = true where name = ${product.desks.spot.strategy}`;
    const answer = await product.alert('spot', good);
    await sql`update strategies set paused = false`;
    expectProblem(answer, 423);
    expect(answer.body.code).toBe('TRADING_PAUSED');
    await expectNothingHappened();
  });
});

describe('the other endpoints', () => {
  it('ask for a token, and keep viewers from acting', async () => {
    const bare = await product.edge.request('GET', '/api/orders', {});
    expectProblem(bare, 401);
    const viewer = { Authorization: 'Bearer viewer-token-of-a-test' };
    const order = { ...good, strategy: product.desks.spot.strategy };
    expectProblem(await product.edge.post('/api/orders', order, viewer), 403);
    expectProblem(
      await product.edge.request('GET', '/admin/api/metrics', { headers: viewer }),
      403,
    );
    await expectNothingHappened();
  });

  it('answer what does not exist and what cannot be read with a problem', async () => {
    expectProblem(await product.edge.get('/api/nothing'), 404);
    expectProblem(await product.edge.get('/api/orders/ft-none'), 404);
    expectProblem(await product.edge.get('/api/trades?limit=many'), 400);
    expectProblem(await product.edge.get('/api/sse/events?lastEventId=x'), 400);
    const url = await product.edge.get('/api/orders/%ff');
    expectProblem(url, 400);
    expect(url.body).toMatchObject({ field: 'url', expected: 'percent-encoded UTF-8' });
    expectProblem(
      await product.edge.post('/api/orders/ft-none/cancel', '', product.edge.asOperator),
      404,
    );
  });
});

it.each([
  ['account_id', 'abc'],
  ['strategy_id', '-1'],
  ['before', '1e3'],
  ['limit', '0'],
  ['limit', '501'],
])('names the query parameter %s, which was %s', async (name, value) => {
  const answer = await product.edge.get(`/api/trades?${name}=${value}`);
  expectProblem(answer, 400);
  expect(answer.body).toMatchObject({ field: name, received: value });
  expect(answer.body.expected).toMatch(/whole number/);
});

it('names the field that came twice, and a body that is not what its headers say', async () => {
  const { strategy, token } = product.desks.spot;
  const fields = JSON.stringify({ ...good, strategy, token });
  const twice = await product.edge.post('/api/webhook', `${fields.slice(0, -1)},"quantity":"7"}`);
  expectProblem(twice, 400);
  expect(twice.body).toMatchObject({ field: 'quantity', expected: 'one value' });
  const packed = await product.edge.post('/api/webhook', fields, { 'Content-Encoding': 'gzip' });
  expectProblem(packed, 400);
  expect(packed.body).toMatchObject({ field: 'body' });
  const range = {
    headers: { Range: 'bytes=99999999-', Authorization: 'Bearer viewer-token-of-a-test' },
  };
  const beyond = await product.edge.request('GET', '/page/page.js', range);
  expectProblem(beyond, 416);
  expect(beyond.body.field).toBeUndefined();
  await expectNothingHappened();
});

it('takes no NUL anywhere, and never shows a token', async () => {
  const { token } = product.desks.spot;
  expectProblem(await product.alert('spot', { ...good, strategy: 'a\u0000' }), 422);
  expectProblem(await product.edge.get('/api/orders/a%00b'), 400);
  expectProblem(await product.edge.get('/api/executions?strategy=%00'), 400);
  expectProblem(await product.edge.get('/api/trades?account_id=99999999999'), 400);
  expect((await product.edge.get('/api/positions?before=99999999999')).status).toBe(200);
  for (const rest of ['"quantity":NaN}', '"symbol":', `"a":${'['.repeat(10_000)}`]) {
    const answer = await product.edge.post('/api/webhook', `{"token":"${token}",${rest}`);
    expectProblem(answer, 400);
    expect(JSON.stringify(answer.body)).not.toContain(token.slice(0, 8));
  }
  await expectNothingHappened();
});

it('takes text/plain, JSON numbers and Standard Webhooks signatures', async () => {
  const { Webhook } = await import('standardwebhooks');
  const desk = product.desks.spot;
  const order = { ...good, strategy: desk.strategy, id: 'plain' };
  const plain = await product.edge.post(
    '/api/webhook',
    JSON.stringify({ ...order, token: desk.token })
      .replace('"0.01"', '0.010')
      .replace('"40000"', '4e4'),
    { 'Content-Type': 'text/plain' },
  );
  expect(plain.status).toBe(202);
  const body = JSON.stringify({ ...order, id: undefined });
  const sentAt = new Date();
  const headers = {
    'webhook-id': 'msg-1',
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(desk.signingSecret).sign('msg-1', sentAt, body),
  };
  expect((await product.edge.post('/api/webhook', body, headers)).status).toBe(202);
  expect((await product.edge.post('/api/webhook', body, headers)).status).toBe(200);
  const tampered = body.replace('40000', '50000');
  expectProblem(await product.edge.post('/api/webhook', tampered, headers), 401);
});

it('tells a repeated id with another order from a repetition', async () => {
  const first = await product.alert('spot', { ...good, id: 'same' });
  expect(first.status).toBe(202);
  expect((await product.alert('spot', { ...good, id: 'same', quantity: '0.010' })).status).toBe(
    200,
  );
  for (const symbol of ['BTC/USDT', 'btc-usdt', 'BINANCE:BTCUSDT']) {
    const other = await product.alert('spot', { ...good, id: 'same', symbol });
    expect(other).toMatchObject({ status: 200, body: first.body });
  }
  expectProblem(await product.alert('spot', { ...good, id: 'same', quantity: '0.02' }), 409);
  const { strategy, token } = product.desks.spot;
  const inHeader = { 'Idempotency-Key': 'same' };
  const repeated = await product.edge.post('/api/webhook', { ...good, strategy, token }, inHeader);
  expect(repeated).toMatchObject({ status: 200, body: first.body });
  const { sql } = product;
  await sql`update strategies set paused = true`;
  const paused = await product.alert('spot', { ...good, id: 'same' });
  await sql`update strategies set paused = false`;
  expect(paused).toMatchObject({ status: 200, body: first.body });
  const anonymous = await Promise.all([product.alert('spot', good), product.alert('spot', good)]);
  expect(anonymous.map(({ body }) => body.deduplicated)).toEqual([false, false]);
  expect(new Set(anonymous.map(({ body }) => body.clientOrderId)).size).toBe(2);
});

it('knows a repetition of what was stored before by what the order means', async () => {
  const market = { ...good, type: 'market', symbol: 'BINANCE:BTCUSDT', id: 'seen' };
  const first = await product.alert('spot', market);
  expect(first.status).toBe(202);
  const [row] = await product.sql`
    select body_hash from webhook_deliveries where id = ${first.body.orderId as number}`;
  const meaning = {
    symbol: 'BTC/USDT',
    side: 'BUY',
    orderType: 'MARKET',
    quantity: '0.01',
    price: null,
    timeInForce: 'GTC',
    reduceOnly: false,
  };
  expect(row?.['body_hash']).toBe(
    createHash('sha256').update(JSON.stringify(meaning)).digest('hex'),
  );
  // What the market was like is no part of what a market order means.
  for (const price of ['41000', undefined]) {
    const again = await product.alert('spot', { ...market, symbol: 'BTC/USDT', price });
    expect(again).toMatchObject({ status: 200, body: first.body });
  }
});

it('takes the spellings of a perpetual where the account trades futures', async () => {
  for (const symbol of ['BTCUSDT.P', 'BINANCE:BTCUSDT.P', 'BTC/USDT:USDT', 'BTCUSDT']) {
    const answer = await product.alert('futures', { ...good, symbol, id: 'perpetual' });
    expect(answer.status, symbol).toBe(symbol === 'BTCUSDT.P' ? 202 : 200);
  }
  const elsewhere = await product.alert('futures', { ...good, symbol: 'BYBIT:BTCUSDT.P' });
  expectProblem(elsewhere, 422);
  expect(elsewhere.body.detail).toContain('a market of binance');
});
