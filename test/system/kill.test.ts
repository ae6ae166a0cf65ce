import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase, type DatabaseConnection } from '../../drizzle/database.js';
import { addAccount } from '../../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../../src/accounts/strategies.js';
import { requireSetting } from '../../src/config.js';
import { compareLedger } from '../../src/demo/compare-ledger.js';
import { startStack, type Stack } from '../../src/supervisor/stack.js';
import { eventually } from '../kit/eventually.js';
import { SseListener } from '../kit/events/test-listener.js';

const ORDERS = 30;
const account = { apiKey: 'kill-key', secret: 'kill-secret' };

let dataDir: string;
let stack: Stack;
let database: DatabaseConnection;
let accountId: number;
let token: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'filltrail-kill-'));
  chmodSync(dataDir, 0o711);
  stack = await startStack({
    // Its own Postgres and Temporal, whatever this terminal is set to.
    env: {
      ...process.env,
      DATABASE_URL: '',
      TEMPORAL_ADDRESS: '',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    },
    anyPorts: true,
    onProgress: () => undefined,
    onNotice: () => undefined,
    onGivenUp: (text) => console.error(text),
  });
  database = connectDatabase(stack.urls.database, { name: 'test' });
  await control('accounts', { ...account, balances: { USDT: '10000000', BTC: '100' } });
  await control('movement', { mode: 'still' });
  await control('liquidity', { market: 'spot', symbol: 'BTCUSDT', mode: 'manual' });
  await control('limits', {
    market: 'spot',
    weightPerMinute: 1_000_000,
    orders: [{ interval: 'SECOND', intervalNum: 10, limit: 10_000 }],
  });
  const key = requireSetting(stack.config.secretsKey, 'SECRETS_KEY');
  const added = await addAccount(database.db, key, {
    name: 'kill',
    exchange: 'binance',
    marketType: 'SPOT',
    restUrl: stack.urls.venue,
    streamUrl: `${stack.urls.venue.replace('http', 'ws')}/ws-api/v3`,
    credentials: account,
  });
  accountId = added.id;
  const secrets = newStrategySecrets();
  token = secrets.token;
  await addStrategy(database.db, key, { name: 'kill', accountId }, secrets);
}, 1_200_000); // a machine without Temporal's CLI builds it first

afterAll(async () => {
  await database?.close();
  await stack?.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
});

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${stack.urls.venue}/control/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`control/${path}: ${await response.text()}`);
}

/** As a charting service with retries would: until it is answered, with the same identity. */
async function alert(id: number): Promise<string> {
  const isSale = id % 3 === 2;
  const order = {
    strategy: 'kill',
    token,
    id: `kill-${id}`,
    symbol: 'BTCUSDT',
    side: isSale ? 'sell' : 'buy',
    type: 'limit',
    quantity: `0.0${10 + id}`,
    price: isSale ? '60000' : '40000',
  };
  return eventually(
    `an answer to alert ${id}`,
    async () => {
      const response = await fetch(`${stack.urls.edge}/api/webhook`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(order),
      });
      const body = (await response.json()) as { clientOrderId?: string };
      return body.clientOrderId;
    },
    60_000,
  );
}

/** Fills an order on the exchange, in two parts, as soon as it is there. */
async function fill(clientOrderId: string): Promise<void> {
  const order = { market: 'spot', symbol: 'BTCUSDT', clientOrderId };
  await eventually(
    `order ${clientOrderId} on the exchange`,
    async () => {
      await control('fill', { ...order, quantity: '0.004' });
      return true;
    },
    60_000,
  );
  await control('fill', order);
}

it('counts everything once although worker, stream worker and edge are killed mid-order', async () => {
  const before = stack.pids();
  const victims = ['worker', 'stream', 'edge'] as const;
  await Promise.all(
    Array.from({ length: ORDERS }, async (_, index) => {
      // A process dies while orders are being sent, and others wait to be filled.
      const victim = victims[index / 8 - 1];
      if (victim) process.kill(stack.pids()[victim] ?? 0, 'SIGKILL');
      await fill(await alert(index));
    }),
  );
  await eventually(
    'every order settled',
    async () => {
      const [row] = await database.sql`
      select count(*)::int as trades from trades where account_id = ${accountId}`;
      return row?.['trades'] === ORDERS;
    },
    90_000,
  );
  await eventually('every killed process runs again', () => {
    const now = stack.pids();
    return victims.every((name) => now[name] !== undefined && now[name] !== before[name]);
  });

  const { rows, differences } = await compareLedger(database.db, stack.urls.venue, [
    { id: accountId, market: 'spot', apiKey: account.apiKey },
  ]);
  expect(rows.length).toBeGreaterThan(ORDERS);
  expect(differences).toBe(0);

  const listener = await eventually('the edge again', () =>
    SseListener.open(`${stack.urls.edge}/api/sse/events`, stack.secrets.VIEWER_TOKEN, 0),
  );
  await eventually(
    'one order_filled for each order',
    () => listener.events.filter((event) => event.event === 'order_filled').length >= ORDERS,
  );
  const filled = listener.events.filter((event) => event.event === 'order_filled');
  expect(new Set(filled.map((event) => event.data.clientOrderId)).size).toBe(ORDERS);
  expect(filled).toHaveLength(ORDERS);
  const ids = listener.events.map((event) => event.id ?? Number.NaN);
  expect(ids).toEqual([...new Set(ids)].sort((left, right) => left - right));
  listener.close();
}, 240_000);
