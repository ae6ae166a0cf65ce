import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { claimSubmission } from '../src/books/claims.js';
import { settleOrder } from '../src/books/settle-order.js';
import { connectDatabase } from '../drizzle/database.js';
import { Channel, createHint } from '../drizzle/hints.js';
import { findAccount } from '../src/accounts/accounts.js';
import type { OrderRequest, OrderUpdate, OrderView } from '../src/domain/order.js';
import { mergeViews } from '../src/domain/merge.js';
import { Authentication } from '../src/edge/authentication.js';
import { OutboxReader } from '../src/edge/outbox-reader.js';
import { SseHub } from '../src/edge/sse.js';
import { openRest, openStream } from '../src/exchange/registry.js';
import { createLogger } from '../src/observability/log.js';
import { Secret } from '../src/observability/secret.js';

/** The settings of the bare path, passed as JSON in BENCH_BARE. */
export interface BareSettings {
  readonly databaseUrl: string;
  readonly secretsKeyHex: string;
  readonly viewerToken: string;
  readonly accountId: number;
  readonly strategyId: number;
}

/**
 * Does the same work without Temporal, in one process: message → REST verification → the same
 * transaction → outbox → SSE. It lacks what Temporal adds: when it dies, everything under way is
 * lost.
 */
async function serve(settings: BareSettings): Promise<void> {
  const log = createLogger('bare', 'warn');
  const database = connectDatabase(settings.databaseUrl, { name: 'bare', poolSize: 20 });
  const key = new Secret(Buffer.from(settings.secretsKeyHex, 'hex'));
  const account = await findAccount(database.db, key, settings.accountId);
  if (!account) throw new Error('the bare path needs its account');
  const exchange = openRest(account, { readTimeoutMs: 5_000 });
  const notify = createHint(database.sql, Channel.outbox);

  const onUpdate = async (update: OrderUpdate): Promise<void> => {
    const key = { accountId: account.id, clientOrderId: update.clientOrderId };
    const asked = await exchange.fetchOrder(update);
    const view = asked ? mergeViews<OrderView>(update, asked) : update;
    const fills = update.fill ? [update.fill] : [];
    await settleOrder(database.db, key, { view, fills, source: 'stream' });
    notify();
  };
  const fail = (error: unknown): void => {
    log.fatal({ err: error }, 'bare path failed');
    process.exit(1);
  };
  await openStream(account)(
    {
      onUpdates: (updates) => {
        for (const update of updates) if (update.fill) onUpdate(update).catch(fail);
      },
      onUnreadable: fail,
    },
    new AbortController().signal,
    [],
  );

  const reader = new OutboxReader(database, log);

  void reader.follow(new AbortController().signal);
  const hub = new SseHub(reader, log);
  const app = express();
  const token = new Secret(settings.viewerToken);
  app.use(hub.router(new Authentication({ operator: undefined, viewer: token })));
  app.post('/order/:id', async (request, response) => {
    const order = requestOf(settings, account.name, request.params.id);
    await claimSubmission(database.db, order);
    const { view, fills } = await exchange.submitOrder(order);
    await settleOrder(database.db, order, { view, fills, source: 'submit' });
    notify();
    response.json({ clientOrderId: order.clientOrderId });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
  });
  process.on('disconnect', () => process.exit(0));
}

function requestOf(settings: BareSettings, accountName: string, id: string): OrderRequest {
  const digest = createHash('sha256').update(`bare ${id}`).digest('hex').slice(0, 29);
  return {
    accountId: settings.accountId,
    accountName,
    strategyId: settings.strategyId,
    clientOrderId: `bare-${digest}`,
    symbol: 'BTC/USDT',
    marketType: 'SPOT',
    side: 'BUY',
    orderType: 'LIMIT',
    quantity: '0.001',
    price: '40000',
    timeInForce: 'GTC',
    reduceOnly: false,
    receivedAt: new Date().toISOString(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await serve(JSON.parse(process.env['BENCH_BARE'] ?? '{}') as BareSettings);
}
