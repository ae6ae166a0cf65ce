import { describe, expect, it } from 'vitest';
import { BTC_LIMIT } from '../kit/desk/plans.js';
import { expectProblem } from '../kit/product/expect-problem.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;

useProduct({}, (inUse) => ({ product } = inUse));

/** Every endpoint that reads a body, with a body that it takes, and the answer it then gives. */
const READERS = [
  {
    path: '/api/webhook',
    status: 202,
    body: () => {
      const { strategy, token } = product.desks.spot;
      return { ...BTC_LIMIT, strategy, token };
    },
  },
  {
    path: '/api/orders',
    status: 202,
    body: () => ({ ...BTC_LIMIT, strategy: product.desks.spot.strategy }),
  },
  {
    path: '/admin/system/order-tracking/sync-orders',
    status: 200,
    body: () => ({ account_id: product.desks.spot.accountId }),
  },
];

describe.each(READERS)('the body of $path', ({ path, status, body }) => {
  it.each([
    'application/xml',
    'text/html',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/json-seq',
    'text/plain-json; charset=utf-8',
    'nonsense',
  ])('is not read as %s', async (type) => {
    const before = await counted();
    const answer = await product.edge.post(path, body(), {
      ...product.edge.asOperator,
      'Content-Type': type,
    });
    expectProblem(answer, 415);
    expect(answer.headers.get('accept')).toBe('application/json, text/plain');
    expect(answer.body).toMatchObject({
      code: 'CONTENT_TYPE_NOT_SUPPORTED',
      field: 'Content-Type',
      expected: 'application/json or text/plain',
      received: type.split(';')[0],
    });
    expect(await counted()).toBe(before);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON;charset="UTF-8"',
    'text/plain',
    'text/plain; charset=utf-8',
    '',
  ])('is read as "%s"', async (type) => {
    const { edge } = product;
    // Text would get a type of its own, bytes get none.
    const bytes = new TextEncoder().encode(JSON.stringify(body()));
    const headers = { ...edge.asOperator, ...(type === '' ? {} : { 'Content-Type': type }) };
    expect((await edge.request('POST', path, { headers, body: bytes })).status).toBe(status);
  });
});

it('takes a cancel under any content type, since a cancel has no body', async () => {
  const headers = {
    ...product.edge.asOperator,
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  expectProblem(await product.edge.post('/api/orders/ft-none/cancel', '', headers), 404);
});

async function counted(): Promise<number> {
  const [row] = await product.sql`select count(*)::int as deliveries from webhook_deliveries`;
  return Number(row?.['deliveries']);
}
