import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { runAlertSender } from '../../src/alerts/alert-sender.js';
import { openTelegram } from '../../src/alerts/channels/telegram.js';
import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { loadConfig, type TelegramSettings } from '../../src/config.js';
import { AlertCode, type Alert } from '../../src/domain/alert.js';
import { createLogger, type Logger } from '../../src/observability/log.js';
import { Secret } from '../../src/observability/secret.js';
import { runWorker } from '../../src/worker/main.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';
import { eventually } from '../kit/eventually.js';
import { FakeTelegram, refusal } from '../kit/alerts/fake-telegram.js';

const TOKEN = '7654321:AAF-the-token-of-a-bot_x';
const CHAT = '-1001234567890';

let database: TestDatabase;
let telegram: FakeTelegram;
let port: number;
let logged: string;
let stop: AbortController;
let running: Promise<void>[];

beforeAll(async () => {
  database = await createDatabase();
  await database.sql`insert into accounts (name, exchange, market_type, credentials)
    values ('main', 'binance', 'SPOT', 'none')`;
});
afterAll(async () => {
  await database?.close();
});
beforeEach(async () => {
  await database.sql`truncate alerts`;
  telegram = new FakeTelegram(TOKEN, CHAT);
  port = await telegram.open();
  logged = '';
  stop = new AbortController();
  running = [];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  await telegram.close();
});

const anAlert = (subject: string, changes: Partial<Alert> = {}): Alert => ({
  accountId: 1,
  clientOrderId: `ft-${subject}`,
  code: AlertCode.OVERFILL,
  subject,
  message: `0.5 was ordered, 0.7 is filled (${subject}); compare the order with the exchange.`,
  ...changes,
});
const raise = (...args: Parameters<typeof anAlert>) => raiseAlert(database.db, anAlert(...args));

/** A logger that keeps everything that a process would write, at every level. */
function keptLog(): Logger {
  const log = createLogger('worker', 'trace');
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString();
      done();
    },
  });
  const key = Object.getOwnPropertySymbols(log).find((symbol) => String(symbol).includes('stream'));
  if (!key) throw new Error('pino keeps its stream under a symbol');
  Object.assign(log, { [key]: stream });
  return log;
}

function startSender(changes: Partial<TelegramSettings> = {}): void {
  const settings = {
    botToken: new Secret(TOKEN),
    chatId: CHAT,
    apiUrl: `http://127.0.0.1:${port}`,
    ...changes,
  };
  const deps = { db: database.db, channels: [openTelegram(settings)], log: keptLog() };
  running.push(runAlertSender(deps, stop.signal));
}

const waiting = async () =>
  Number((await database.sql`select count(*) from alerts where sent_at is null`)[0]?.['count']);
const allSent = () => eventually('all alerts sent', async () => (await waiting()) === 0);

it('sends an alert once that is raised twice', async () => {
  await raise('twice');
  await raise('twice', { message: 'said otherwise' });
  await raise('last');
  startSender();
  await allSent();
  expect(telegram.delivered).toEqual([
    {
      chat_id: CHAT,
      text: 'OVERFILL on account main\n0.5 was ordered, 0.7 is filled (twice); compare the order with the exchange.\nOrder: ft-twice',
    },
    expect.objectContaining({ text: expect.stringContaining('ft-last') }),
  ]);
});

it('raises nothing when the transaction that it belongs to is undone', async () => {
  const undone = database.db.transaction(async (tx) => {
    await raiseAlert(tx, anAlert('undone'));
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await waiting()).toBe(0);
});

it('keeps a signed request in an exchange’s words to itself', async () => {
  await raise('leak', { message: 'GET /api/v3/order?symbol=X&signature=0badc0ffee failed' });
  const [row] = await database.sql`select message from alerts`;
  expect(row?.['message']).toBe('GET /api/v3/order?symbol=X&signature=[redacted] failed');
});

it('sends what waited once Telegram is back', async () => {
  await telegram.close();
  await raise('away');
  startSender();
  await eventually('two failures', () => logged.split('alert not sent yet').length > 2);
  expect(await waiting()).toBe(1);
  const back = new FakeTelegram(TOKEN, CHAT);
  await back.open(port);
  try {
    await allSent();
    expect(back.delivered).toHaveLength(1);
  } finally {
    await back.close();
  }
});

it('sends each alert once from two senders at once', async () => {
  let openGate = (): void => {};
  telegram.gate = new Promise((resolve) => {
    openGate = resolve;
  });
  for (const subject of ['a', 'b', 'c', 'd']) await raise(subject);
  startSender();
  startSender();
  // Both are in the middle of sending: neither has confirmed anything.
  await eventually('two calls', () => telegram.calledAt.length === 2);
  openGate();
  await allSent();
  const subjects = telegram.delivered.map(({ text }) => text.slice(-1)).sort();
  expect(subjects).toEqual(['a', 'b', 'c', 'd']);
  expect(telegram.calledAt).toHaveLength(4);
});

it('leaves Telegram alone for as long as it asks', async () => {
  telegram.nextAnswers.push(refusal(429, 'Too Many Requests: retry after 4', { retry_after: 4 }));
  await raise('many');
  startSender();
  await allSent();
  const [first = 0, second = 0] = telegram.calledAt;
  expect(second - first).toBeGreaterThanOrEqual(3_990);
  expect(telegram.calledAt).toHaveLength(2);
  expect(telegram.delivered).toHaveLength(1);
});

it('takes only a confirmation for one', async () => {
  telegram.nextAnswers.push(
    { status: 200, body: '<html>sign in to the hotel’s network</html>' },
    { status: 200, body: { ok: false, description: 'something else' } },
  );
  await raise('portal');
  startSender();
  await allSent();
  expect(telegram.calledAt).toHaveLength(3);
  expect(telegram.delivered).toHaveLength(1);
});

it('cuts a message that is too long for Telegram', async () => {
  await raise('long', { message: '😀'.repeat(5_000) });
  startSender();
  await allSent();
  expect(telegram.delivered[0]?.text).toMatch(/😀…$/u);
});

it('never logs the token, whatever goes wrong', async () => {
  await raise('secret');
  startSender({ apiUrl: 'http://127.0.0.1:1' });
  startSender({ apiUrl: 'not an address' });
  await eventually('both failures', () => logged.includes('bad port') && /parse URL/.test(logged));
  telegram.nextAnswers.push(refusal(404, `Not Found: /bot${TOKEN}/sendMessage`));
  startSender();
  await allSent();
  expect(logged).toContain('Not Found: /bot[redacted]/sendMessage');
  expect(logged).not.toContain(TOKEN);
  expect(logged).not.toContain('AAF-the-token');
});

it('runs in the worker, and ends with it', async () => {
  const config = loadConfig({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    DATA_DIR: '/nonexistent',
    SECRETS_KEY: randomBytes(32).toString('hex'),
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_CHAT_ID: CHAT,
    TELEGRAM_API_URL: `http://127.0.0.1:${port}/`,
  });
  const worker = await runWorker(config, createLogger('worker', 'fatal'));
  try {
    await raise('worker');
    await allSent();
    expect(telegram.delivered).toHaveLength(1);
  } finally {
    await worker.close();
  }
});

it('does not send what is older than a day when it is set up', async () => {
  await raise('old');
  await database.sql`update alerts set created_at = now() - interval '24 hours 1 second'`;
  await raise('new');
  startSender();
  // The oldest goes first, so the other one was passed over.
  await eventually('the new one', async () => (await waiting()) === 1);
  expect(telegram.delivered.map(({ text }) => text.slice(-3))).toEqual(['new']);
});

it('does nothing when it is not set up, and ends at once on a signal', async () => {
  await raise('unheard');
  await runAlertSender({ db: database.db, channels: [], log: keptLog() }, stop.signal);
  telegram.gate = new Promise(() => {});
  startSender();
  await eventually('a call under way', () => telegram.calledAt.length === 1);
  stop.abort();
  await Promise.all(running);
  expect(await waiting()).toBe(1);
  expect(logged).toBe('');
});
