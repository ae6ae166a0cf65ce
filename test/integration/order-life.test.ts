import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import { expectLedgerEqualsDatabase } from '../kit/ledger/expect-ledger.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: TestListener;
let rest: ProductInUse['rest'];
let client: Client;

useProduct({ resting: ['spot', 'futures'] }, (inUse) => ({ product, sse, client, rest } = inUse));

describe.each(['spot', 'futures'] as const)('an order on %s', (market) => {
  it('is placed, filled in parts and settled, each step reported by SSE', async () => {
    const { status, body } = await product.alert(market, { ...ETH_LIMIT, id: 'parts' });
    expect(status).toBe(202);
    const id = body.clientOrderId as string;
    expect(body).toEqual({
      orderId: expect.any(Number),
      clientOrderId: id,
      workflowId: `order:${product.desks[market].accountId}:${id}`,
    });
    const created = await sse.event('order_created', id);
    expect(created.data).toMatchObject({
      status: 'NEW',
      quantity: '1',
      price: '2400',
      source: 'submit',
    });

    await product.fill(market, id, { quantity: '0.3' });
    const partial = await sse.event('order_partially_filled', id);
    expect(partial.data).toMatchObject({
      filledQuantity: '0.3',
      eventQuantity: '0.3',
      source: 'stream',
    });
    const open = await product.edge.get(`/api/orders/${id}`);
    expect(open.body).toMatchObject({ status: 'PARTIALLY_FILLED', filledQuantity: '0.3' });

    await product.fill(market, id, { fills: 3 });
    const filled = await sse.event('order_filled', id);
    expect(filled.data).toMatchObject({
      status: 'FILLED',
      filledQuantity: '1',
      averagePrice: '2400',
    });
    await sse.event('position_updated', id);
    const trades = await product.edge.get('/api/trades');
    expect(trades.body).toContainEqual(
      expect.objectContaining({ clientOrderId: id, quantity: '1', status: 'FILLED' }),
    );
    await expectLedgerEqualsDatabase(product);
  });

  it('is settled from the answer when it fills at once', async () => {
    const id = await product.place(market, {
      symbol: 'BTC/USDT',
      side: 'SELL',
      type: 'MARKET',
      quantity: '0.05',
      id: 'market',
    });
    const filled = await sse.event('order_filled', id);
    expect(filled.data).toMatchObject({
      status: 'FILLED',
      eventQuantity: '0.05',
      orderType: 'MARKET',
    });
    await expectLedgerEqualsDatabase(product);
  });

  it('becomes a trade and a cancel when it is cancelled with fills', async () => {
    const id = await rest(market, 'cancel-part');
    await product.fill(market, id, { quantity: '0.4' });
    await sse.event('order_partially_filled', id);
    const cancelled = await product.edge.cancel(id);
    expect(cancelled).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED', filledQuantity: '0.4' },
    });
    await sse.event('order_cancelled', id);
    const trades = await product.edge.get('/api/trades');
    expect(trades.body).toContainEqual(
      expect.objectContaining({ clientOrderId: id, quantity: '0.4', status: 'CANCELLED' }),
    );
    await expectLedgerEqualsDatabase(product);
  });

  it.each([
    ['cancel', 'order_cancelled', 'cancelled'],
    ['expire', 'order_expired', 'expired'],
  ])('becomes a failed order when the exchange %ss it unfilled', async (action, event, status) => {
    const id = await rest(market, action);
    await product.venue.post(action, { market, symbol: 'ETHUSDT', clientOrderId: id });
    await sse.event(event, id);
    const failed = await product.edge.get('/api/failed-orders');
    expect(failed.body).toContainEqual(expect.objectContaining({ clientOrderId: id, status }));
    await expectLedgerEqualsDatabase(product);
  });

  it("becomes a failed order with the exchange's words when it is rejected", async () => {
    // Spot: more than the balance. Futures: reduce-only without a position to reduce.
    const changes =
      market === 'spot'
        ? { quantity: '3000' }
        : { reduceOnly: true, symbol: 'SOLUSDT', price: '140' };
    const id = await product.place(market, { ...ETH_LIMIT, ...changes, id: 'refused' });
    const rejected = await sse.event('order_rejected', id);
    expect(rejected.data.reason).toMatch(/insufficient|ReduceOnly/i);
    const failed = await product.edge.get('/api/failed-orders');
    expect(failed.body).toContainEqual(
      expect.objectContaining({ clientOrderId: id, status: 'rejected' }),
    );
    expect(sse.typesOf(id)).toEqual(['order_rejected']);
    await expectLedgerEqualsDatabase(product);
  });
});

it('finds by reconciliation what was filled while the stream was down', async () => {
  const id = await rest('spot', 'dropped');
  await product.venue.post('stream/drop', { market: 'spot', refuseForMs: 600 });
  await product.fill('spot', id);
  const filled = await sse.event('order_filled', id);
  expect(filled.data.source).toBe('sync');
  await expectLedgerEqualsDatabase(product);
});

it('counts a fill of an order whose failure an operator has deleted', async () => {
  const id = await product.place('spot', { ...ETH_LIMIT, id: 'deleted' });
  const created = await sse.event('order_created', id);
  // We have given the order up while the exchange still has it: no answer of its own leads there.
  const { sql } = product;
  await product.venue.post('stream/drop', { market: 'spot' });
  await sql`delete from open_orders where client_order_id = ${id}`;
  await product.streamsConnected();
  await product.fill('spot', id);
  const filled = await sse.event('order_filled', id);
  expect(filled.data).toMatchObject({
    filledQuantity: '1',
    exchangeOrderId: created.data.exchangeOrderId,
  });
  await expectLedgerEqualsDatabase(product);
});

it('places one order for the same alert sent 50 times at once', async () => {
  const alert = { ...ETH_LIMIT, id: 'fifty' };
  const answers = await Promise.all(Array.from({ length: 50 }, () => product.alert('spot', alert)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  expect(answers.map((answer) => answer.status).filter((status) => status === 202)).toHaveLength(1);
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(49);
  const id = answers[0]?.body.clientOrderId as string;
  await sse.event('order_created', id);
  const { orders } = await product.desks.spot.ledger();
  expect(orders.filter((order) => order.clientOrderId === id)).toHaveLength(1);
  await product.fill('spot', id);
  await sse.event('order_filled', id);
});

it('keeps the session table true', async () => {
  const rows = await eventually('two connected sessions', async () => {
    const found = await product.sql`
      select status, last_ping, ended_at from order_tracking_sessions where ended_at is null`;
    return found.length === 2 && found.every((row) => row['status'] === 'connected') && found;
  });
  expect(rows).toHaveLength(2);
});

it('sends every event once, with increasing ids', () => {
  const ids = sse.events.map((event) => event.id ?? Number.NaN);
  expect(ids).toEqual([...new Set(ids)].sort((left, right) => left - right));
});

it('starts workflows with what they need and nothing else', async () => {
  const { body } = await product.alert('spot', { ...ETH_LIMIT, id: 'readable' });
  const handle = client.workflow.getHandle(body.workflowId as string);
  // A worker starts it a moment after the answer.
  const history = await eventually('the workflow started', () => handle.fetchHistory());
  const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
  const [input] = started?.input?.payloads ?? [];
  const json = JSON.parse(Buffer.from(input?.data ?? []).toString()) as Record<string, unknown>;
  expect(Object.keys(json).sort()).toEqual(['pollIntervalMs', 'request', 'staleAfterMs']);
  const described = await handle.describe();
  expect(await described.staticSummary()).toBe('BUY 1 ETH/USDT @ spot');
  const text = JSON.stringify(history);
  for (const secret of [product.desks.spot.token, product.desks.spot.apiKey]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64'));
  }
});
