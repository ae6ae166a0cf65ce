import type { Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { orderWorkflowId } from '../../src/domain/ids.js';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: TestListener;
let rest: ProductInUse['rest'];
let client: Client;

const market = 'spot';

useProduct(
  // A busy machine takes its time to start a worker.
  { sweepIntervalMs: 500, staleAfterMs: 100_000, resting: ['spot'] },
  (inUse) => ({ product, sse, client, rest } = inUse),
);

/** Stores a request as if its workflow had been started some time ago and had gone at once. */
async function storeOrphan(id: string, agoSeconds: number): Promise<string> {
  await product.end('worker');
  const clientOrderId = await product.place(market, { ...ETH_LIMIT, id });
  await product.sql`
    update webhook_deliveries
    set started_at = now() - make_interval(secs => ${agoSeconds}),
        received_at = now() - make_interval(secs => ${agoSeconds})
    where delivery_id = ${id}`;
  await product.run('worker');
  return clientOrderId;
}

it('starts a request whose workflow went before its first step', async () => {
  const id = await storeOrphan('orphan', 25);
  await sse.event('order_created', id);
  const { orders } = await product.desks[market].ledger();
  const placed = orders.filter((order) => order.clientOrderId === id);
  expect(placed).toHaveLength(1);
});

it('makes one that is too old by then a failed order, not a late trade', async () => {
  const id = await storeOrphan('too-old', 120);
  expect((await sse.event('order_rejected', id)).data).toMatchObject({ status: 'DENIED' });
  const [failed] = await product.sql`
    select code from failed_orders where client_order_id = ${id}`;
  expect(failed?.['code']).toBe('ORDER_STALE');
  const { orders } = await product.desks[market].ledger();
  expect(orders.map((order) => order.clientOrderId)).not.toContain(id);
});

it('ends a session that has shown no sign of life for five minutes', async () => {
  const { accountId } = product.desks[market];
  await product.sql`
    insert into order_tracking_sessions (session_id, account_id, status, last_ping)
    values ('dead', ${accountId}, 'connected', now() - interval '6 min')`;
  await eventually('it is ended', async () => {
    const [row] = await product.sql`
      select status, error from order_tracking_sessions
      where session_id = 'dead' and ended_at is not null`;
    expect(row).toMatchObject({ status: 'disconnected' });
    return true;
  });
});

it('settles an order that ended while nobody owned it', async () => {
  const id = await rest(market, 'ends-alone');
  const handle = client.workflow.getHandle(orderWorkflowId(product.desks[market].accountId, id));
  await product.end('worker');
  await handle.terminate('by a test');
  await product.fill(market, id);
  await product.run('worker');
  const filled = await sse.event('order_filled', id);
  expect(filled.data).toMatchObject({ filledQuantity: '1', eventQuantity: '1' });
  const open = await product.sql`select 1 from open_orders where client_order_id = ${id}`;
  expect(open).toHaveLength(0);
});

it('alerts to an order that has been unclear for a minute', async () => {
  await product.venue.post('faults', { name: 'accept-then-reset', market });
  await product.venue.post('faults', { name: 'not-found-after-create', ms: 60_000, market });
  const id = await product.place(market, { ...ETH_LIMIT, id: 'unclear' });
  await eventually('it is UNKNOWN', async () => {
    const [row] = await product.sql`
      update open_orders set submitted_at = now() - interval '70 s', is_proven = true
      where client_order_id = ${id} and status = 'UNKNOWN' returning id`;
    return row;
  });
  await eventually('the alert', async () => {
    const [row] = await product.sql`
      select message from alerts where client_order_id = ${id} and code = 'ORDER_UNKNOWN'`;
    return row;
  });
  expect((await product.edge.get(`/api/orders/${id}`)).body).toMatchObject({ status: 'UNKNOWN' });
  await product.venue.clearFaults();
  await sse.event('order_created', id);
});
