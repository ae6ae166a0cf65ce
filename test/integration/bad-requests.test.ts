import { describe, expect, it } from 'vitest';
import { BTC_LIMIT } from '../kit/desk/plans.js';
import { expectNothingHappened, expectProblem } from '../kit/product/expect-problem.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;

useProduct({}, (inUse) => ({ product } = inUse));

describe('the other endpoints', () => {
  it('ask for a token, and keep viewers from acting', async () => {
    const bare = await product.edge.request('GET', '/api/orders', {});
    expectProblem(bare, 401);
    const viewer = { Authorization: 'Bearer viewer-token-of-a-test' };
    const order = { ...BTC_LIMIT, strategy: product.desks.spot.strategy };
    expectProblem(await product.edge.post('/api/orders', order, viewer), 403);
    expectProblem(
      await product.edge.request('GET', '/admin/api/metrics', { headers: viewer }),
      403,
    );
    await expectNothingHappened(product);
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
  const fields = JSON.stringify({ ...BTC_LIMIT, strategy, token });
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
  await expectNothingHappened(product);
});

it('takes no NUL anywhere, and never shows a token', async () => {
  const { token } = product.desks.spot;
  expectProblem(await product.alert('spot', { ...BTC_LIMIT, strategy: 'a\u0000' }), 422);
  expectProblem(await product.edge.get('/api/orders/a%00b'), 400);
  expectProblem(await product.edge.get('/api/executions?strategy=%00'), 400);
  expectProblem(await product.edge.get('/api/trades?account_id=99999999999'), 400);
  expect((await product.edge.get('/api/positions?before=99999999999')).status).toBe(200);
  for (const rest of ['"quantity":NaN}', '"symbol":', `"a":${'['.repeat(10_000)}`]) {
    const answer = await product.edge.post('/api/webhook', `{"token":"${token}",${rest}`);
    expectProblem(answer, 400);
    expect(JSON.stringify(answer.body)).not.toContain(token.slice(0, 8));
  }
  await expectNothingHappened(product);
});
