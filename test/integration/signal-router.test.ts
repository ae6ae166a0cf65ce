import { setImmediate } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { accountWorkflowId } from '../../src/domain/ids.js';
import type { Fill } from '../../src/domain/fill.js';
import type { OrderUpdate } from '../../src/domain/order.js';
import { createLogger } from '../../src/observability/log.js';
import { SignalRouter } from '../../src/stream/signal-router.js';
import { eventually } from '../kit/eventually.js';
import { Product } from '../kit/product/product.js';

let product: Product;
let connection: Connection;
let client: Client;
let router: SignalRouter;

beforeAll(async () => {
  product = await Product.start();
  await product.control('liquidity', { market: 'spot', symbol: 'ETHUSDT', mode: 'manual' });
  connection = await Connection.connect({ address: inject('temporalAddress') });
  client = new Client({ connection, namespace: product.config.temporalNamespace });
  router = new SignalRouter(
    { db: product.database.db, client, log: createLogger('router', 'fatal') },
    product.desks.spot.accountId,
    new AbortController().signal,
  );
}, 120_000);
afterAll(async () => {
  await connection?.close();
  await product?.close();
});

const limit = { symbol: 'ETHUSDT', side: 'buy', type: 'limit', quantity: '1', price: '2400' };

function makerUpdate(
  clientOrderId: string,
  exchangeOrderId: string,
  fill: Partial<Fill>,
): OrderUpdate {
  return {
    symbol: 'ETH/USDT',
    side: 'BUY',
    eventAt: new Date().toISOString(),
    clientOrderId,
    exchangeOrderId,
    status: 'FILLED',
    filledQuantity: '1',
    fill: {
      exchangeTradeId: '1',
      price: '2400',
      quantity: '1',
      isMaker: true,
      fee: '0',
      feeAsset: 'USDT',
      realizedPnl: null,
      executedAt: new Date().toISOString(),
      ...fill,
    },
  };
}

/** Resolves when the update is where it belongs. */
async function deliver(update: OrderUpdate): Promise<void> {
  router.push([update]);
  await setImmediate(); // it is under way one turn later
  await router.drain();
}

/** Signals that the workflow of the account, which settles what comes late, has been sent. */
async function signalsToAccount(): Promise<number> {
  const id = accountWorkflowId(product.desks.spot.accountId);
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).filter(
    (event) => event.workflowExecutionSignaledEventAttributes?.signalName === 'lateUpdates',
  ).length;
}

async function executionsOf(clientOrderId: string): Promise<string[]> {
  const rows = await product.database.sql<{ id: string }[]>`
    select exchange_trade_id as id from trade_executions where client_order_id = ${clientOrderId}
    order by executed_at`;
  return rows.map((row) => row.id);
}

it('drops what an ended order has, and counts what it has not', async () => {
  const { body } = await product.alert('spot', { ...limit, id: 'ended' });
  const id = body.clientOrderId as string;
  const statusOf = async () => (await product.get(`/api/orders/${id}`)).body.status as string;
  await eventually('it rests', async () => (await statusOf()) === 'NEW');
  await product.control('fill', { market: 'spot', symbol: 'ETHUSDT', clientOrderId: id });
  await eventually('it is settled', async () => (await statusOf()) === 'FILLED');
  await client.workflow.getHandle(body.workflowId as string).result();
  const [known] = await executionsOf(id);
  const [ended] = await product.database.sql`
    select exchange_order_id as id from trades where client_order_id = ${id}`;
  const exchangeOrderId = String(ended?.['id']);

  await deliver(makerUpdate(id, exchangeOrderId, { exchangeTradeId: known ?? '' }));
  expect(await signalsToAccount()).toBe(0);
  await deliver(makerUpdate(id, exchangeOrderId, { exchangeTradeId: 'late', quantity: '0.25' }));
  expect(await signalsToAccount()).toBe(1);
  await eventually('the late fill is counted', async () => (await executionsOf(id)).length > 1);
  expect(await executionsOf(id)).toEqual([known, 'late']);
  const [trade] = await product.database.sql`
    select quantity::text from trades where client_order_id = ${id}`;
  expect(trade?.['quantity']).toBe('1.25');
});

it('leaves alone what looks like ours and is unknown here', async () => {
  const id = `ft-${'0'.repeat(32)}`;
  const before = await signalsToAccount();
  await deliver(makerUpdate(id, '1', {}));
  expect(await signalsToAccount()).toBe(before);
});
