import { describe, expect, it } from 'vitest';
import { BTC_LIMIT } from '../kit/desk/plans.js';
import { expectNothingHappened, expectProblem } from '../kit/product/expect-problem.js';
import type { Answer } from '../kit/answer.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;

useProduct({}, (inUse) => ({ product } = inUse));

describe('the webhook answers who may not pass alike', () => {
  it('an unknown strategy and a wrong token get the same 401', async () => {
    const wrong = await product.alert('spot', { ...BTC_LIMIT, token: 'ftw_wrong' });
    const unknown = await product.alert('spot', { ...BTC_LIMIT, strategy: 'nobody' });
    const none = await product.alert('spot', { ...BTC_LIMIT, token: undefined });
    // Nobody who may not pass learns what the account could trade.
    const symbol = 'BYBIT:BTCUSDT.P';
    const foreign = await product.alert('spot', { ...BTC_LIMIT, symbol, token: 'ftw_wrong' });
    for (const answer of [wrong, unknown, none, foreign]) expectProblem(answer, 401);
    const plain = ({ body }: Answer) => ({ ...body, requestId: undefined });
    expect(plain(unknown)).toEqual(plain(wrong));
    expect(plain(none)).toEqual(plain(wrong));
    expect(plain(foreign)).toEqual(plain(wrong));
    await expectNothingHappened(product);
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
    const answer = await product.alert('spot', { ...BTC_LIMIT, [field]: value });
    expectProblem(answer, 422);
    expect(answer.body).toMatchObject({
      field,
      expected: expect.any(String),
      received: expect.any(String),
    });
    expect(answer.body.received.length).toBeLessThan(200);
    await expectNothingHappened(product);
  });

  it.each(['BTCUSDT.P', 'BTC/USDT:USDT', 'BINANCE:BTCUSDT.P'])(
    '%s, a perpetual, where the account trades spot',
    async (symbol) => {
      const answer = await product.alert('spot', { ...BTC_LIMIT, symbol });
      expectProblem(answer, 422);
      expect(answer.body).toMatchObject({ code: 'FIELD_INVALID', field: 'symbol' });
      expect(answer.body.detail).toContain("the strategy's account trades spot");
      const { strategy } = product.desks.spot;
      const manual = { ...BTC_LIMIT, symbol, strategy };
      expectProblem(await product.edge.post('/api/orders', manual, product.edge.asOperator), 422);
      await expectNothingHappened(product);
    },
  );

  it.each([
    ['a number with an exponent beyond all bounds', '1e400'],
    ['a number of forty digits', '1234567890123456789012345678901234567890'],
    ['a negative number', '-0.5'],
  ])('%s as a JSON number', async (_what, number) => {
    const { strategy, token } = product.desks.spot;
    const fields = JSON.stringify({ ...BTC_LIMIT, strategy, token, quantity: undefined });
    const answer = await product.edge.post(
      '/api/webhook',
      `${fields.slice(0, -1)},"quantity":${number}}`,
    );
    expectProblem(answer, 422);
    expect(answer.body).toMatchObject({ field: 'quantity', received: number });
    await expectNothingHappened(product);
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
    await expectNothingHappened(product);
    expect(({} as Record<string, unknown>)['quantity']).toBeUndefined();
  });

  it('bytes that are not UTF-8', async () => {
    const answer = await product.edge.request('POST', '/api/webhook', {
      headers: { 'Content-Type': 'application/json' },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    });
    expectProblem(answer, 400);
    await expectNothingHappened(product);
  });

  it('more than 64 KiB', async () => {
    const answer = await product.edge.post('/api/webhook', `{"a":"${'x'.repeat(70_000)}"}`);
    expectProblem(answer, 413);
    expect(answer.body).toMatchObject({ field: 'body', expected: 'at most 64 KiB' });
    await expectNothingHappened(product);
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
    const answer = await product.alert('spot', { ...BTC_LIMIT, ...changes });
    expectProblem(answer, 422);
    expect(answer.body.code).toBe(code);
    await expectNothingHappened(product);
  });

  it('an order of a paused strategy', async () => {
    const { sql } = product;
    await sql`update strategies set paused = true where name = ${product.desks.spot.strategy}`;
    const answer = await product.alert('spot', BTC_LIMIT);
    await sql`update strategies set paused = false`;
    expectProblem(answer, 423);
    expect(answer.body.code).toBe('TRADING_PAUSED');
    await expectNothingHappened(product);
  });
});
