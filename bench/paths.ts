import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { connectDatabase } from '../drizzle/database.js';
import { migrate } from '../drizzle/migrate.js';
import { findAccount } from '../src/accounts/accounts.js';
import { requireSetting } from '../src/config.js';
import type { Stack } from '../src/supervisor/stack.js';
import type { BareSettings } from './bare-server.js';
import { openBenchDesk, type BenchDesk } from './desk.js';
import { EventTimes } from './event-times.js';
import { postJson } from './http.js';
import { ExchangeObserver } from './observer.js';
import type { Path } from './runs.js';

export interface OpenPath extends Path {
  readonly databaseUrl: string;
  readonly pid: number | undefined;
  close(): void;
}

/** Opens the product's path: alert → webhook → workflow → exchange → stream → workflow → SSE. */
export async function openProductPath(stack: Stack): Promise<OpenPath> {
  const databaseUrl = stack.urls.database;
  const desk = await observedDesk(stack, databaseUrl, 'bench');
  const events = await EventTimes.open(stack.urls.edge, stack.secrets.VIEWER_TOKEN);
  return {
    ...desk,
    name: 'product',
    events,
    databaseUrl,
    pid: undefined,
    place: (id) =>
      place(stack.urls.edge, '/api/webhook', {
        strategy: desk.name,
        token: desk.token,
        id,
        symbol: 'BTCUSDT',
        side: 'buy',
        type: 'limit',
        quantity: '0.001',
        price: '40000',
      }),
    close: () => events.close(),
  };
}

/** Opens the same path without Temporal, in a database of its own on the same server. */
export async function openBarePath(stack: Stack): Promise<OpenPath> {
  const databaseUrl = await createBareDatabase(stack.urls.database);
  const desk = await observedDesk(stack, databaseUrl, 'bare');
  const settings: BareSettings = {
    databaseUrl,
    secretsKeyHex: requireSetting(stack.config.secretsKey, 'SECRETS_KEY').reveal().toString('hex'),
    viewerToken: stack.secrets.VIEWER_TOKEN,
    accountId: desk.accountId,
    strategyId: desk.strategyId,
  };
  const child = fork(fileURLToPath(new URL('./bare-server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, BENCH_BARE: JSON.stringify(settings) },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`the bare path ended with exit code ${code}`)));
  });
  const origin = `http://127.0.0.1:${port}`;
  const events = await EventTimes.open(origin, stack.secrets.VIEWER_TOKEN);
  return {
    ...desk,
    name: 'bare path',
    events,
    databaseUrl,
    pid: child.pid,
    place: (id) => place(origin, `/order/${id}`, {}),
    close: () => {
      events.close();
      child.kill();
    },
  };
}

/** Opens a desk, and listens to its orders on the exchange. */
async function observedDesk(
  stack: Stack,
  databaseUrl: string,
  name: string,
): Promise<BenchDesk & { readonly observer: ExchangeObserver }> {
  const key = requireSetting(stack.config.secretsKey, 'SECRETS_KEY');
  const { db, close } = connectDatabase(databaseUrl, { name: 'bench', poolSize: 1 });
  try {
    const desk = await openBenchDesk(stack, db, name);
    const stored = await findAccount(db, key, desk.accountId);
    if (!stored) throw new Error('an account that was just added must exist');
    const observer = new ExchangeObserver();
    await observer.start(stored);
    return { ...desk, observer };
  } finally {
    await close();
  }
}

async function createBareDatabase(serverUrl: string): Promise<string> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe('create database bench_bare');
  } finally {
    await sql.end();
  }
  const url = serverUrl.replace(/\/[^/]*$/, '/bench_bare');
  await migrate(url);
  return url;
}

async function place(origin: string, path: string, body: object): Promise<string> {
  const answer = await postJson(origin, path, body);
  return (JSON.parse(answer) as { clientOrderId: string }).clientOrderId;
}
