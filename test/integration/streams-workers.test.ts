import { afterEach, beforeAll, expect, inject, it } from 'vitest';
import { createLogger } from '../../src/observability/log.js';
import { runStream } from '../../src/stream/main.js';
import { openDesk } from '../kit/desk/open-desk.js';
import { eventually } from '../kit/eventually.js';
import { CutProxy } from '../kit/product/cut-proxy.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';
import { countByWorker, liveSessions, spreadEvenlyOver } from '../kit/stream/live-sessions.js';

const ACCOUNTS = 12;
/** After this long without a heartbeat Temporal gives an account to another worker. */
const LEASE_MS = 6_000;

let product: Product;
let accountIds: number[];
const workers = new Set<{ close(): Promise<void> }>();

useProduct({}, (inUse) => ({ product } = inUse));
beforeAll(async () => {
  await product.end('stream');
  accountIds = Object.values(product.desks).map(({ accountId }) => accountId);
  while (accountIds.length < ACCOUNTS) {
    const name = `spread-${accountIds.length}`;
    const { accountId } = await openDesk(product, { name, market: 'spot', strategies: [] });
    accountIds.push(accountId);
  }
});
afterEach(async () => {
  await Promise.all([...workers].map((worker) => worker.close()));
  workers.clear();
}, 60_000);

async function start(temporalAddress = inject('temporalAddress')) {
  const config = { ...product.config, temporalAddress };
  const worker = await runStream(config, createLogger('stream', config.logLevel));
  workers.add(worker);
  return worker;
}

/** Waits until all accounts are held evenly, and returns how many of them each worker holds. */
async function spreadOver(count: number): Promise<number[]> {
  const sessions = await spreadEvenlyOver(product.sql, accountIds, count);
  return [...countByWorker(sessions).values()];
}

/** Returns how many connections each account has on the exchange. */
async function connections(): Promise<Map<string, number>> {
  const { connections } = await product.venue.state();
  const counts = new Map<string, number>();
  for (const apiKey of connections.flatMap(({ apiKeys }) => apiKeys)) {
    counts.set(apiKey, (counts.get(apiKey) ?? 0) + 1);
  }
  return counts;
}

it('spreads accounts evenly over workers that start together', async () => {
  await Promise.all([start(), start(), start()]);
  expect(await spreadOver(3)).toEqual([4, 4, 4]);
});

it('gives a worker that joins its share, without a gap, and takes it back at its end', async () => {
  await start();
  await spreadOver(1);
  let gaps = 0;
  const watching = new AbortController();
  const watch = (async () => {
    while (!watching.signal.aborted) {
      if ((await connections()).size < ACCOUNTS) gaps += 1;
    }
  })();
  const second = await start();
  expect(await spreadOver(2)).toEqual([6, 6]);
  await second.close();
  workers.delete(second);
  await spreadOver(1);
  watching.abort();
  await watch;
  expect(gaps).toBe(0);
  await eventually('one connection an account', async () =>
    [...(await connections()).values()].every((count) => count === 1),
  );
});

it('gives its streams up within the lease when it is cut off from Temporal', async () => {
  const proxy = await CutProxy.open(inject('temporalAddress'));
  try {
    await start(proxy.address);
    await spreadOver(1);
    const [lonely] = await liveSessions(product.sql, accountIds);
    await start();
    await spreadOver(2);
    const cutAt = Date.now();
    proxy.cut();
    await eventually(
      'the streams to be given up',
      async () => {
        const ended = await product.sql`
          select 1 from order_tracking_sessions
          where worker = ${lonely?.worker ?? ''} and error = 'its lease was lost'`;
        return ended.length === ACCOUNTS / 2;
      },
      LEASE_MS + 1_000,
    );
    expect(Date.now() - cutAt).toBeLessThanOrEqual(LEASE_MS + 1_000);
    // A lease later the other worker has them all. Temporal does not know that the lost worker's
    // poll is dead and may give it one account once more: that one comes another lease later.
    await spreadOver(1);
    expect(Date.now() - cutAt).toBeLessThan(2 * LEASE_MS + 8_000);
    expect([...(await connections()).values()]).toEqual(Array(ACCOUNTS).fill(1));
    // Once it is reached again, it has its share again.
    proxy.mend();
    await spreadOver(2);
  } finally {
    for (const worker of workers) await worker.close();
    workers.clear();
    await proxy.close();
  }
});
