import { expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import type { TestListener } from '../kit/events/test-listener.js';
import { expectLedgerEqualsDatabase } from '../kit/ledger/expect-ledger.js';
import type { Product } from '../kit/product/product.js';
import { runOrderCommand } from '../kit/product/order-command.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';

let product: Product;
let sse: TestListener;
let rest: ProductInUse['rest'];

useProduct(
  { resting: ['spot'], syncIntervalMs: 1_000 },
  (inUse) => ({ product, sse, rest } = inUse),
);

const abandon = (args: readonly string[], terminal?: Parameters<typeof runOrderCommand>[2]) =>
  runOrderCommand(product, ['abandon', ...args], terminal);

const timesCancelled = () => product.desks.spot.timesAsked('DELETE /api/v3/order');

async function statusOf(id: string): Promise<string | undefined> {
  return product.desks.spot.statusOf(id);
}

const RISK = 'Nothing is cancelled on the exchange: if BUY 1 ETH/USDT lives on there';

it('is told the risk, and ends nothing, where nobody can be asked', async () => {
  const id = await rest('spot', 'no-terminal');
  const { why, printed } = await abandon([id]);
  expect(why).toContain('not confirmed, nothing was changed');
  expect(why).toContain(RISK);
  expect(why).toContain('add --yes');
  expect(printed).toBe('');
  expect(await statusOf(id)).toBe('NEW');
});

it.each(['no', '', 'y'])('is asked first, and ends nothing on the answer "%s"', async (answer) => {
  const id = await rest('spot', `asked-${answer}`);
  const { asked, why } = await abandon([id], { answer });
  expect(asked).toContain(RISK);
  expect(why).toContain('not confirmed, nothing was changed');
  expect(await statusOf(id)).toBe('NEW');
});

it('ends an order on "yes", without a word to the exchange, and says so', async () => {
  const id = await rest('spot', 'said-yes');
  const before = await timesCancelled();
  const { printed, why } = await abandon([id], { answer: 'yes' });
  expect(why).toBe('');
  expect(printed).toContain(`order ${id} is CANCELLED here, nothing was filled`);
  await sse.event('order_cancelled', id);
  expect(await timesCancelled()).toBe(before);
  await product.fill('spot', id);
  await eventually('the late fill', async () => (await statusOf(id)) === 'FILLED');
  await expectLedgerEqualsDatabase(product);
});

it('asks nothing with --yes, and tells the risk with what it has done', async () => {
  const id = await rest('spot', 'yes-given');
  await product.fill('spot', id, { quantity: '0.4' });
  await sse.event('order_partially_filled', id);
  const { asked, printed } = await abandon([id, '--yes']);
  expect(asked).toBe('');
  expect(printed).toContain(`order ${id} is CANCELLED here, 0.4 was filled`);
  expect(printed).toContain(RISK);
});

it('prints one JSON document with --json', async () => {
  const id = await rest('spot', 'as-json');
  const { printed } = await abandon([id, '--yes', '--json']);
  expect(JSON.parse(printed)).toMatchObject({
    clientOrderId: id,
    status: 'CANCELLED',
    filledQuantity: '0',
  });
});

it('has nothing to end, and does not ask, when the order has ended', async () => {
  const id = await rest('spot', 'ended-before');
  await product.fill('spot', id);
  await sse.event('order_filled', id);
  await eventually('the order to be over', async () => (await statusOf(id)) === 'FILLED');
  const { asked, why } = await abandon([id], { answer: 'yes' });
  expect(why).toBe('the order has ended as FILLED; there is nothing to end');
  expect(asked).toBe('');
});

it('does not know an order that nobody sent', async () => {
  const { why } = await abandon(['ft-unknown', '--yes']);
  expect(why).toContain('client order id must be of a known order, was "ft-unknown"');
});

it('says so when Temporal is away, and changes nothing', async () => {
  const id = await rest('spot', 'temporal-away');
  const { printed, why } = await abandon([id, '--yes'], {
    settings: { TEMPORAL_ADDRESS: '127.0.0.1:1' },
  });
  expect(printed).toBe('');
  expect(why).toContain('Temporal at 127.0.0.1:1 does not answer');
  expect(why).not.toContain('cancel');
  expect(await statusOf(id)).toBe('NEW');
}, 60_000);

it('is carried out when a worker is back, if none is there', async () => {
  const id = await rest('spot', 'worker-away');
  await product.end('worker');
  const { why } = await abandon([id, '--yes']);
  expect(why).toBe(
    'no worker has answered yet; the order is ended here when one is back (`order show` tells)',
  );
  await product.run('worker');
  await sse.event('order_cancelled', id);
}, 90_000);
