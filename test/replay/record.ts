import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import { inject, it } from 'vitest';
import { abandonUpdate } from '../../workflows/messages.js';
import { accountWorkflowId, orderWorkflowId, streamWorkflowId } from '../../src/domain/ids.js';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

/*
 * Plays orders on the real product and writes their histories to test/replay/histories, where
 * replay.test.ts replays them for ever. Run it (`npm run histories:record`) when a workflow's
 * commands change on purpose. Keep the old files for as long as orders of the old code may be open:
 * the new code must replay them, too.
 */

const run = promisify(execFile);

let product: Product;
let sse: TestListener;
let client: Client;

const market = 'spot';

useProduct(
  { syncIntervalMs: 1_000, pollIntervalMs: 1_000, resting: ['spot'] },
  (inUse) => ({ product, sse, client } = inUse),
);

async function record(name: string, workflowId: string): Promise<void> {
  const { temporalAddress, temporalNamespace } = product.config;
  const server = ['--address', temporalAddress ?? '', '--namespace', temporalNamespace];
  const show = ['workflow', 'show', ...server, '--workflow-id', workflowId, '--output', 'json'];
  const { stdout } = await run(inject('temporalCli'), show, { maxBuffer: 100_000_000 });
  const json: unknown = JSON.parse(stdout);
  // Who ran it is of no interest to a replay.
  const text = JSON.stringify(
    json,
    (key, value: unknown) => (key === 'identity' ? 'recorded' : value),
    1,
  );
  const file = fileURLToPath(new URL(`histories/${name}.json`, import.meta.url));
  writeFileSync(file, `${text}\n`);
}

async function ended(clientOrderId: string): Promise<string> {
  const id = orderWorkflowId(product.desks[market].accountId, clientOrderId);
  await eventually('its workflow', () => client.workflow.getHandle(id).describe());
  await client.workflow.getHandle(id).result();
  return id;
}

async function placed(id: string, order: object = {}): Promise<string> {
  const { body } = await product.alert(market, { ...ETH_LIMIT, ...order, id });
  return body.clientOrderId as string;
}

const fill = (clientOrderId: string, quantity?: string) =>
  product.venue.post('fill', {
    market,
    symbol: 'ETHUSDT',
    clientOrderId,
    ...(quantity === undefined ? {} : { quantity }),
  });

it('a limit order that is filled in parts', async () => {
  const id = await placed('parts');
  await sse.event('order_created', id);
  await fill(id, '0.25');
  await sse.event('order_partially_filled', id);
  await fill(id);
  await record('limit-filled-in-parts', await ended(id));
});

it('a market order', async () => {
  const id = await placed('market', { symbol: 'BTCUSDT', type: 'market', price: undefined });
  await record('market-filled', await ended(id));
});

it('an order that is cancelled with a fill', async () => {
  const id = await placed('cancelled');
  await sse.event('order_created', id);
  await fill(id, '0.25');
  await sse.event('order_partially_filled', id);
  await product.edge.cancel(id);
  await record('cancelled-with-a-fill', await ended(id));
});

it('an order whose submission was not answered', async () => {
  await product.venue.post('faults', { name: 'accept-then-reset', market });
  await product.venue.post('faults', { name: 'not-found-after-create', ms: 2_000, forMs: 4_000 });
  const id = await placed('unclear');
  await sse.event('order_created', id);
  await fill(id);
  await record('unclear-submission', await ended(id));
});

it('an order that turns up after its cancel, which fails at first', async () => {
  const call = { market, path: '/api/v3/order' };
  const slow = { ...call, method: 'POST', name: 'delay-request', ms: 11_500, times: 1 };
  await product.venue.post('faults', slow);
  const failing = { ...call, method: 'DELETE', name: 'html-error', executed: false, times: 3 };
  await product.venue.post('faults', failing);
  const id = await placed('owed-cancel');
  await product.desks[market].stands(id, 'UNKNOWN');
  await product.edge.cancel(id);
  await record('owed-cancel', await ended(id));
});

it('an order that the exchange would not take at once', async () => {
  await product.venue.post('faults', {
    name: 'rate-limited',
    market,
    method: 'POST',
    path: '/api/v3/order',
  });
  const id = await placed('limited');
  await sse.event('order_created', id);
  await fill(id);
  await record('rate-limited', await ended(id));
});

it('an order whose fills are fetched late', async () => {
  const id = await placed('late-fills');
  await sse.event('order_created', id);
  await product.venue.post('faults', { name: 'trades-unavailable', market, forMs: 3_000 });
  await product.venue.post('faults', { name: 'stream-swallow', execution: 'TRADE', market });
  await fill(id);
  await record('fills-fetched-late', await ended(id));
});

it('an order that an operator abandons', async () => {
  const id = await placed('abandoned');
  await sse.event('order_created', id);
  await client.workflow
    .getHandle(orderWorkflowId(product.desks[market].accountId, id))
    .executeUpdate(abandonUpdate);
  await record('abandoned', await ended(id));
});

it('an order whose workflow has run before', async () => {
  await product.end('worker');
  const id = await placed('run-before');
  const workflowId = orderWorkflowId(product.desks[market].accountId, id);
  await client.workflow.start('orderWorkflow', { workflowId, taskQueue: 'none', args: [] });
  await client.workflow.getHandle(workflowId).terminate('its database is lost');
  await product.run('worker');
  await sse.event('order_created', id, 60_000);
  await fill(id);
  await record('may-have-been-sent', await ended(id));
}, 120_000);

it('the account and its stream', async () => {
  const { accountId } = product.desks[market];
  await product.venue.post('stream/drop', { market });
  await product.streamsConnected();
  const handle = client.workflow.getHandle(accountWorkflowId(accountId));
  await eventually('some comparisons', async () => (await handle.describe()).historyLength > 60);
  await record('account', accountWorkflowId(accountId));
  await record('stream', streamWorkflowId(accountId));
  await record('sweep', 'sweep');
});
