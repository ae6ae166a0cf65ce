import { expect, it } from 'vitest';
import { removeAccount } from '../../src/accounts/remove-account.js';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import type { Answer } from '../kit/answer.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: TestListener;

useProduct({ resting: ['spot', 'futures'] }, (inUse) => ({ product, sse } = inUse));

it('waits for alerts that are stored and not placed yet, started or not', async () => {
  const { accountId } = product.desks.futures;
  await product.end('worker');
  const id = await product.place('futures', { ...ETH_LIMIT, id: 'waits' });
  await product.sql`update webhook_deliveries set started_at = now()`;
  const removing = removeAccount(product.db, product.secretsKey, accountId);
  await expect(removing).rejects.toThrow(/has 1 open order/);
  await product.sql`update webhook_deliveries set started_at = null`;
  await product.run('worker');
  await sse.event('order_created', id);
});

it('lets no alert in that was being checked when it began', async () => {
  const { accountId } = product.desks.spot;
  let sending: Promise<Answer> | undefined;
  await product.sql
    .begin(async (removal) => {
      await removal`select 1 from accounts where id = ${accountId} for update`;
      await removal`update accounts set removed_at = now() where id = ${accountId}`;
      sending = product.alert('spot', { ...ETH_LIMIT, id: 'too-late' });
      await eventually('the alert waits for the removal', async () => {
        const waiting = await product.sql`
          select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        return waiting.length > 0;
      });
    })
    .finally(() => sending);
  expect(await sending).toMatchObject({ status: 423, body: { code: 'TRADING_PAUSED' } });
  const stored = await product.sql`
    select 1 from webhook_deliveries where delivery_id = 'too-late'`;
  expect(stored).toHaveLength(0);
  await product.sql`update accounts set removed_at = null where id = ${accountId}`;
});

it('ends an alert that is left all the same, as after a restore', async () => {
  const { accountId } = product.desks.spot;
  await product.end('worker');
  const id = await product.place('spot', { ...ETH_LIMIT, id: 'left' });
  await product.sql`update accounts set removed_at = now() where id = ${accountId}`;
  await product.run('worker');
  const rejected = await sse.event('order_rejected', id);
  expect(rejected.data.reason).toMatch(/^TRADING_PAUSED: its account was removed/);
  const open = await product.sql`select 1 from open_orders where client_order_id = ${id}`;
  expect(open).toHaveLength(0);
});
