import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { loadConfig } from '../../src/config.js';
import { AlertCode } from '../../src/domain/alert.js';
import { runEdge } from '../../src/edge/main.js';
import { createLogger } from '../../src/observability/log.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';
import { EdgeClient } from '../kit/product/edge-client.js';

const tokens = { operator: 'operator-token-of-a-test', viewer: 'viewer-token-of-a-test' };

let database: TestDatabase;
let edge: Awaited<ReturnType<typeof runEdge>>;
const client = new EdgeClient(() => `http://127.0.0.1:${edge.port}`, tokens);

beforeAll(async () => {
  database = await createDatabase();
  const { sql, db } = database;
  await sql`insert into accounts (name, exchange, market_type, credentials)
    values ('main', 'binance', 'SPOT', 'none'), ('other', 'binance', 'SPOT', 'none')`;
  await sql`insert into strategies (name, account_id, token_hash, signing_secret)
    values ('breakout', 1, 'none', 'none')`;
  await sql`insert into failed_orders (account_id, strategy_id, client_order_id, symbol,
      market_type, side, order_type, quantity, status, reason)
    values (1, 1, 'ft-1', 'BTC/USDT', 'SPOT', 'BUY', 'MARKET', 1, 'rejected', 'none')`;
  const message = 'what was expected, what came';
  const orders = [
    [1, 'ft-1', AlertCode.ORDER_UNKNOWN],
    [1, null, AlertCode.SYNC_FAILING],
    [2, 'ft-2', AlertCode.OVERFILL],
  ] as const;
  for (const [accountId, clientOrderId, code] of orders) {
    await raiseAlert(db, { accountId, clientOrderId, code, subject: 'test', message });
  }
  await sql`update alerts set sent_at = '2026-01-02T03:04:05Z' where id = 1`;
  const config = loadConfig({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    DATA_DIR: '/nonexistent',
    EDGE_PORT: '0',
    METRICS_PORT: '0',
    OPERATOR_TOKEN: tokens.operator,
    VIEWER_TOKEN: tokens.viewer,
    SECRETS_KEY: randomBytes(32).toString('hex'),
  });
  edge = await runEdge(config, createLogger('edge', 'fatal'));
});
afterAll(async () => {
  await edge?.close();
  await database?.close();
});

const idsOf = async (query: string) =>
  ((await client.get(`/api/alerts${query}`)).body as { id: number }[]).map(({ id }) => id);

it('lists alerts for viewers, the newest first, with the order that each is about', async () => {
  const { body } = await client.get('/api/alerts');
  const about = { message: 'what was expected, what came', createdAt: expect.any(String) };
  const noOrder = { clientOrderId: null, symbol: null, strategyId: null, strategy: null };
  expect(body).toEqual([
    {
      ...about,
      ...noOrder,
      id: 3,
      accountId: 2,
      account: 'other',
      sentAt: null,
      code: 'OVERFILL',
      clientOrderId: 'ft-2',
    },
    {
      ...about,
      ...noOrder,
      id: 2,
      accountId: 1,
      account: 'main',
      sentAt: null,
      code: 'SYNC_FAILING',
    },
    {
      ...about,
      id: 1,
      accountId: 1,
      account: 'main',
      sentAt: '2026-01-02T03:04:05.000Z',
      code: 'ORDER_UNKNOWN',
      clientOrderId: 'ft-1',
      symbol: 'BTC/USDT',
      strategyId: 1,
      strategy: 'breakout',
    },
  ]);
});

it('narrows them as the other lists are narrowed, and pages', async () => {
  expect(await idsOf('?account_id=1')).toEqual([2, 1]);
  expect(await idsOf('?symbol=btcusdt')).toEqual([1]);
  expect(await idsOf('?strategy=breakout')).toEqual([1]);
  expect(await idsOf('?strategy_id=2')).toEqual([]);
  const { headers } = await client.get('/api/alerts?limit=2');
  const next = /<([^>]*)>; rel="next"/.exec(headers.get('Link') ?? '')?.[1];
  expect(next).toBe('/api/alerts?limit=2&before=2');
  expect(await idsOf('?limit=2&before=2')).toEqual([1]);
});

it('shows them to operators among the metrics', async () => {
  const init = { headers: client.asOperator };
  const { body } = await client.request('GET', '/admin/api/metrics', init);
  expect((body as { alerts: unknown[] }).alerts).toHaveLength(3);
  expect((body as { alerts: unknown[] }).alerts[2]).toEqual({
    id: 1,
    code: 'ORDER_UNKNOWN',
    account_id: 1,
    client_order_id: 'ft-1',
    message: 'what was expected, what came',
    created_at: expect.any(String),
    sent_at: '2026-01-02T03:04:05.000Z',
  });
});

it('shows them to nobody else', async () => {
  const headers = { Authorization: 'Bearer another-token' };
  expect((await client.request('GET', '/api/alerts', { headers })).status).toBe(401);
});
