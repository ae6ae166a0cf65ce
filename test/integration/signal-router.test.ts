import { setImmediate } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { beforeAll, expect, it } from 'vitest';
import { accountWorkflowId } from '../../src/domain/ids.js';
import type { Fill } from '../../src/domain/fill.js';
import type { OrderUpdate } from '../../src/domain/order.js';
import { createLogger } from '../../src/observability/log.js';
import { SignalRouter } from '../../src/stream/signal-router.js';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;
let client: Client;
let router: SignalRouter;

useProduct({ resting: ['spot'] }, (inUse) => ({ product, client } = inUse));
beforeAll(() => {
  router = new SignalRouter(
    { db: product.db, client, log: createLogger('router', 'fatal') },
    product.desks.spot.accountId,
    new AbortController().signal,
  );
});

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

/** Hands an update to the router and resolves when it has been sent on, or dropped. */
async function deliver(update: OrderUpdate): Promise<void> {
  router.push([update]);
  await setImmediate(); // it is under way one turn later
  await router.drain();
}

/** Returns how many late updates were signalled to the account's workflow, which settles them. */
async function signalsToAccount(): Promise<number> {
  const id = accountWorkflowId(product.desks.spot.accountId);
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).filter(
    (event) => event.workflowExecutionSignaledEventAttributes?.signalName === 'lateUpdates',
  ).length;
}

async function executionsOf(clientOrderId: string): Promise<string[]> {
  const rows = await product.sql<{ id: string }[]>`
    select exchange_trade_id as id from trade_executions where client_order_id = ${clientOrderId}
    order by executed_at`;
  return rows.map((row) => row.id);
}

it('drops what an ended order has, and counts what it has not', async () => {
  const { body } = await product.alert('spot', { ...ETH_LIMIT, id: 'ended' });
  const id = body.clientOrderId as string;
  await product.desks.spot.stands(id, 'NEW');
  await product.fill('spot', id);
  await product.desks.spot.stands(id, 'FILLED');
  await client.workflow.getHandle(body.workflowId as string).result();
  const [known] = await executionsOf(id);
  const [ended] = await product.sql`
    select exchange_order_id as id from trades where client_order_id = ${id}`;
  const exchangeOrderId = String(ended?.['id']);

  await deliver(makerUpdate(id, exchangeOrderId, { exchangeTradeId: known ?? '' }));
  expect(await signalsToAccount()).toBe(0);
  await deliver(makerUpdate(id, exchangeOrderId, { exchangeTradeId: 'late', quantity: '0.25' }));
  expect(await signalsToAccount()).toBe(1);
  await eventually('the late fill is counted', async () => (await executionsOf(id)).length > 1);
  expect(await executionsOf(id)).toEqual([known, 'late']);
  const [trade] = await product.sql`
    select quantity::text from trades where client_order_id = ${id}`;
  expect(trade?.['quantity']).toBe('1.25');
});

it('leaves alone what looks like ours and is unknown here', async () => {
  const id = `ft-${'0'.repeat(32)}`;
  const before = await signalsToAccount();
  await deliver(makerUpdate(id, '1', {}));
  expect(await signalsToAccount()).toBe(before);
});
