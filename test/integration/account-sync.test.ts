import type { Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { accountWorkflowId, orderWorkflowId } from '../../src/domain/ids.js';
import { submitByHand } from '../kit/desk/outside-order.js';
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
  { syncIntervalMs: 1_000, sweepIntervalMs: 1_000, resting: ['spot'] },
  (inUse) => ({ product, sse, client, rest } = inUse),
);

const AT_MARKET = { type: 'market', price: undefined };

/** Places an order as the account's owner does elsewhere, and returns the exchange's id of it. */
function orderElsewhere(
  clientOrderId: string,
  terms: Record<string, string | undefined> = {},
): Promise<string> {
  const limit = { symbol: 'ETHUSDT', side: 'sell', type: 'limit', price: '2600', quantity: '2' };
  return submitByHand(product.desks[market], clientOrderId, { ...limit, ...terms });
}

async function openRow(exchangeOrderId: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await product.sql`
    select client_order_id, strategy_id, side, quantity::text, filled_quantity::text, status
    from open_orders where exchange_order_id = ${exchangeOrderId}`;
  return row;
}

async function tradeOf(exchangeOrderId: string): Promise<Record<string, unknown>> {
  return eventually(`the trade of ${exchangeOrderId}`, async () => {
    const [row] = await product.sql`
      select client_order_id, strategy_id, quantity::text, status
      from trades where exchange_order_id = ${exchangeOrderId}`;
    return row;
  });
}

it('adopts an order that was placed outside, and tracks it to its end', async () => {
  const exchangeOrderId = await orderElsewhere('grid-1');
  const row = await eventually('it is adopted', () => openRow(exchangeOrderId));
  expect(row).toEqual({
    client_order_id: 'grid-1',
    strategy_id: null,
    side: 'SELL',
    quantity: '2',
    filled_quantity: '0',
    status: 'NEW',
  });
  expect((await sse.event('order_created', 'grid-1')).data).toMatchObject({
    source: 'sync',
    strategyId: null,
    quantity: '2',
    price: '2600',
    status: 'NEW',
  });
  await product.venue.post('fill', { market, orderId: Number(exchangeOrderId), quantity: '0.5' });
  await sse.event('order_partially_filled', 'grid-1');
  await product.venue.post('fill', { market, orderId: Number(exchangeOrderId) });
  expect(await tradeOf(exchangeOrderId)).toMatchObject({ quantity: '2', status: 'FILLED' });
  const positions = await product.sql`select 1 from strategy_positions`;
  expect(positions).toHaveLength(0);
});

it('keeps orders apart that have one client order id after each other', async () => {
  const first = await orderElsewhere('grid-2', { quantity: '1' });
  await eventually('the first is adopted', () => openRow(first));
  await product.venue.post('fill', { market, orderId: Number(first) });
  await tradeOf(first);
  const second = await orderElsewhere('grid-2', { quantity: '3' });
  const row = await eventually('the second is adopted', () => openRow(second));
  expect(row['client_order_id']).toBe(`grid-2~${second}`);
  await product.venue.post('fill', { market, orderId: Number(second), quantity: '0.25' });
  await eventually(
    'its fill is counted',
    async () => (await openRow(second))?.['filled_quantity'] === '0.25',
  );
  await product.venue.post('cancel', { market, orderId: Number(second) });
  expect(await tradeOf(second)).toMatchObject({ quantity: '0.25', status: 'CANCELLED' });
  expect(await tradeOf(first)).toMatchObject({ quantity: '1', status: 'FILLED' });
});

it('counts what an outside order has filled before it was ever seen open', async () => {
  await product.venue.setLiquidity(market, 'ETHUSDT', 'auto');
  const exchangeOrderId = await orderElsewhere('by-hand-3', { ...AT_MARKET, quantity: '0.3' });
  expect(await tradeOf(exchangeOrderId)).toMatchObject({
    client_order_id: 'by-hand-3',
    strategy_id: null,
    quantity: '0.3',
    status: 'FILLED',
  });
  await product.venue.letOrdersRest(market);
});

it('finds on request what the stream swallowed, and answers with what it found', async () => {
  const id = await rest(market, 'swallowed');
  await product.venue.post('faults', { name: 'stream-swallow', times: 10, market });
  const outside = await orderElsewhere('grid-4');
  await product.fill(market, id);
  const answer = await product.edge.sync(product.desks[market].accountId);
  expect(answer.status).toBe(200);
  // The timer's own comparison may have come first: then that one found it.
  expect(Object.keys(answer.body as object)).toEqual([
    'account_id',
    'inserted',
    'updated',
    'resolved',
  ]);
  const [trade] = await product.sql`select 1 from trades where client_order_id = ${id}`;
  expect(trade).toBeDefined();
  expect(await openRow(outside)).toBeDefined();
  await product.venue.clearFaults();
  await product.venue.post('cancel', { market, orderId: Number(outside) });
});

it('books nothing on an ended order of ours when another of the same id is filled', async () => {
  const id = await rest(market, 'used-again');
  await product.fill(market, id);
  await sse.event('order_filled', id);
  const position = () => product.sql`
    select quantity::text, entry_price::text, realized_pnl::text, fees from strategy_positions`;
  const before = await position();
  await product.venue.setLiquidity(market, 'ETHUSDT', 'auto');
  const sold = await orderElsewhere(id, { ...AT_MARKET, quantity: '0.7' });
  expect(await tradeOf(sold)).toMatchObject({
    client_order_id: `${id}~${sold}`,
    strategy_id: null,
    quantity: '0.7',
  });
  await product.venue.letOrdersRest(market);
  const resting = await orderElsewhere(id);
  const row = await eventually('the resting one is adopted', () => openRow(resting));
  expect(row).toMatchObject({ client_order_id: `${id}~${resting}`, side: 'SELL' });
  await product.venue.post('cancel', { market, orderId: Number(resting) });
  const own = await product.sql`
    select quantity::text, side from trades where client_order_id = ${id}`;
  expect(own.map((each) => ({ ...each }))).toEqual([{ quantity: '1', side: 'BUY' }]);
  expect(await position()).toEqual(before);
  const alerts = await product.sql`select 1 from alerts where client_order_id = ${id}`;
  expect(alerts).toHaveLength(0);
});

it('gives an order of ours whose row is gone back to its strategy', async () => {
  const id = await rest(market, 'row-gone');
  const [gone] = await product.sql`
    delete from open_orders where client_order_id = ${id} returning exchange_order_id, strategy_id`;
  const row = await eventually('it is adopted', () => openRow(String(gone?.['exchange_order_id'])));
  expect(row).toMatchObject({ client_order_id: id, strategy_id: gone?.['strategy_id'] });
  await product.fill(market, id);
  expect((await sse.event('order_filled', id)).data).toMatchObject({ filledQuantity: '1' });
});

it('finds an outside order that was filled and gone while its messages were lost', async () => {
  await product.venue.setLiquidity(market, 'ETHUSDT', 'auto');
  await product.venue.post('faults', { name: 'stream-swallow', times: 10, market });
  const exchangeOrderId = await orderElsewhere('unheard', { ...AT_MARKET, quantity: '0.7' });
  expect(await tradeOf(exchangeOrderId)).toMatchObject({
    client_order_id: 'unheard',
    strategy_id: null,
    quantity: '0.7',
    status: 'FILLED',
  });
  await product.venue.clearFaults();
  await product.venue.letOrdersRest(market);
  // The list's end is recorded: from there it is read on.
  await eventually('the cursor has passed it', async () => {
    const [row] = await product.sql`
      select last_trade_id::bigint >=
        (select max(exchange_trade_id::bigint) from trade_executions) as is_past
      from trade_cursors where symbol = 'ETH/USDT'`;
    return row?.['is_past'] === true;
  });
});

it('looks once more at an order that ended unfilled, as reads that lagged said', async () => {
  const id = await rest(market, 'looked-at-again');
  await product.venue.post('faults', { name: 'stream-swallow', times: 10, market });
  await product.venue.post('faults', { name: 'fills-lag', ms: 3_000, market });
  await product.fill(market, id, { quantity: '0.4' });
  await product.venue.post('cancel', { market, symbol: 'ETHUSDT', clientOrderId: id });
  // The comparison finds it gone, and the exchange says: cancelled, nothing filled.
  expect((await sse.event('order_cancelled', id)).data).toMatchObject({ filledQuantity: '0' });
  await product.venue.clearFaults();
  expect((await sse.event('order_partially_filled', id)).data).toMatchObject({
    filledQuantity: '0.4',
    source: 'sync',
  });
  const rows = await product.sql`
    select quantity::text, status from trades where client_order_id = ${id}
    union all select '0', status from failed_orders where client_order_id = ${id}`;
  expect(rows.map((row) => ({ ...row }))).toEqual([{ quantity: '0.4', status: 'CANCELLED' }]);
});

it.each([
  ['without an account', {}, 422],
  ['with an account that does not exist', { account_id: 4711 }, 404],
  ['with something else', { account_id: 'spot' }, 422],
])('refuses a request %s', async (_, body, status) => {
  const path = '/admin/system/order-tracking/sync-orders';
  const answer = await product.edge.post(path, body, product.edge.asOperator);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ code: 'ACCOUNT_NOT_FOUND', field: 'account_id' });
  expect((await product.edge.post(path, body)).status).toBe(401);
});

it('gives an open order whose workflow was terminated one again', async () => {
  const { accountId } = product.desks[market];
  const id = await rest(market, 'orphan');
  await client.workflow.getHandle(orderWorkflowId(accountId, id)).terminate('by a test');
  await eventually('the alert', async () => {
    const [alert] = await product.sql`
      select 1 from alerts where client_order_id = ${id} and code = 'ORDER_WITHOUT_WORKFLOW'`;
    return alert;
  });
  await product.fill(market, id);
  expect((await sse.event('order_filled', id)).data).toMatchObject({ filledQuantity: '1' });
});

it('starts the account’s workflow again when it was terminated', async () => {
  const handle = client.workflow.getHandle(accountWorkflowId(product.desks[market].accountId));
  const { runId } = await handle.describe();
  await handle.terminate('by a test');
  await eventually('another run', async () => (await handle.describe()).runId !== runId);
  await eventually('a comparison', async () => {
    const [row] = await product.sql`
      select synced_at > now() - interval '2 s' as is_fresh from accounts
      where id = ${product.desks[market].accountId}`;
    return row?.['is_fresh'] === true;
  });
});

it('lets orders ask for themselves when the comparison does not work', async () => {
  const id = await rest(market, 'unhealthy');
  const path = '/api/v3/openOrders';
  await product.venue.post('faults', { name: 'html-error', method: 'GET', path, forMs: 60_000 });
  const asked = () => product.desks[market].timesAsked(`GET ${path}`);
  // A comparison that was under way has worked: the fill must wait for the first that fails.
  const before = await asked();
  await eventually('a comparison that fails', async () => (await asked()) > before + 1);
  await product.venue.post('faults', { name: 'stream-swallow', times: 10, market });
  await product.fill(market, id);
  expect((await sse.event('order_filled', id)).data).toMatchObject({ source: 'poll' });
  await product.venue.clearFaults();
});
