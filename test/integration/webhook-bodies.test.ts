import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { BTC_LIMIT } from '../kit/desk/plans.js';
import { expectProblem } from '../kit/product/expect-problem.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;

useProduct({}, (inUse) => ({ product } = inUse));

it('takes text/plain, JSON numbers and Standard Webhooks signatures', async () => {
  const { Webhook } = await import('standardwebhooks');
  const desk = product.desks.spot;
  const order = { ...BTC_LIMIT, strategy: desk.strategy, id: 'plain' };
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

it('tells a repeated id with another order apart from a repetition', async () => {
  const first = await product.alert('spot', { ...BTC_LIMIT, id: 'same' });
  expect(first.status).toBe(202);
  expect(
    (await product.alert('spot', { ...BTC_LIMIT, id: 'same', quantity: '0.010' })).status,
  ).toBe(200);
  for (const symbol of ['BTC/USDT', 'btc-usdt', 'BINANCE:BTCUSDT']) {
    const other = await product.alert('spot', { ...BTC_LIMIT, id: 'same', symbol });
    expect(other).toMatchObject({ status: 200, body: first.body });
  }
  expectProblem(await product.alert('spot', { ...BTC_LIMIT, id: 'same', quantity: '0.02' }), 409);
  const { strategy, token } = product.desks.spot;
  const inHeader = { 'Idempotency-Key': 'same' };
  const repeated = await product.edge.post(
    '/api/webhook',
    { ...BTC_LIMIT, strategy, token },
    inHeader,
  );
  expect(repeated).toMatchObject({ status: 200, body: first.body });
  const { sql } = product;
  await sql`update strategies set paused = true`;
  const paused = await product.alert('spot', { ...BTC_LIMIT, id: 'same' });
  await sql`update strategies set paused = false`;
  expect(paused).toMatchObject({ status: 200, body: first.body });
  const anonymous = await Promise.all([
    product.alert('spot', BTC_LIMIT),
    product.alert('spot', BTC_LIMIT),
  ]);
  expect(anonymous.map(({ body }) => body.deduplicated)).toEqual([false, false]);
  expect(new Set(anonymous.map(({ body }) => body.clientOrderId)).size).toBe(2);
});

it('knows a repetition of what was stored before by what the order means', async () => {
  const market = { ...BTC_LIMIT, type: 'market', symbol: 'BINANCE:BTCUSDT', id: 'seen' };
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
  // The price of the moment is no part of what a market order means.
  for (const price of ['41000', undefined]) {
    const again = await product.alert('spot', { ...market, symbol: 'BTC/USDT', price });
    expect(again).toMatchObject({ status: 200, body: first.body });
  }
});

it('takes the spellings of a perpetual where the account trades futures', async () => {
  for (const symbol of ['BTCUSDT.P', 'BINANCE:BTCUSDT.P', 'BTC/USDT:USDT', 'BTCUSDT']) {
    const answer = await product.alert('futures', { ...BTC_LIMIT, symbol, id: 'perpetual' });
    expect(answer.status, symbol).toBe(symbol === 'BTCUSDT.P' ? 202 : 200);
  }
  const elsewhere = await product.alert('futures', { ...BTC_LIMIT, symbol: 'BYBIT:BTCUSDT.P' });
  expectProblem(elsewhere, 422);
  expect(elsewhere.body.detail).toContain('a market of binance');
});
