import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type DatabaseConnection } from '../drizzle/database.js';
import type { Stack } from '../src/supervisor/stack.js';
import { openBenchDesk, requestsOf } from './desk.js';
import { postJson } from './http.js';
import { usageOf } from './processes.js';
import { figureTable } from './report.js';

export interface RestingOptions {
  readonly orders: number;
  readonly minutes: number;
}

type Counts = Readonly<Record<string, number>>;

const ALERTS_AT_ONCE = 20;
/** As many alerts as the product works off in a few seconds. */
const MOST_WAITING = 200;
/** Time to verify the last order, and for the server to finish writing about the starts. */
const QUIET_AFTER_MS = 20_000;
/** The most that the design allows: six comparisons a minute, and as many again for reconnects. */
const MOST_SYNC_CALLS = 12;

/**
 * Rests many orders on one account, and measures what a minute costs in which nothing happens:
 * calls to the exchange, CPU time and memory. Resolves with 1 if the calls grow with the orders.
 */
export async function runResting(stack: Stack, options: RestingOptions): Promise<number> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const database = connectDatabase(stack.urls.database, { name: 'bench', poolSize: 2 });
  try {
    const desk = await openBenchDesk(stack, database.db, 'resting');
    await restOrders(stack, desk.token, options.orders, database, say);
    say(`waiting ${QUIET_AFTER_MS / 1000} s for what the starts still need`);
    await sleep(QUIET_AFTER_MS);
    const rows = [['minute', 'calls', 'of them comparisons', ...processNames(stack)]];
    let mostSyncs = 0;
    let mostOthers = 0;
    for (let minute = 1; minute <= options.minutes; minute += 1) {
      const before = { use: usageOf(stack.pids()), calls: await requestsOf(desk) };
      await sleep(60_000);
      const use = usageOf(stack.pids());
      const made = difference(await requestsOf(desk), before.calls);
      const total = Object.values(made).reduce((sum, count) => sum + count, 0);
      const syncs = Object.entries(made)
        .filter(([call]) => /openOrders|myTrades|userTrades/.test(call))
        .reduce((sum, [, count]) => sum + count, 0);
      mostSyncs = Math.max(mostSyncs, syncs);
      mostOthers = Math.max(mostOthers, total - syncs);
      rows.push([
        String(minute),
        String(total),
        String(syncs),
        ...Object.entries(use).map(([name, { cpuSeconds, residentMiB }]) => {
          const spent = cpuSeconds - (before.use[name]?.cpuSeconds ?? 0);
          return `${((spent / 60) * 100).toFixed(1)} % ${residentMiB.toFixed(0)} MiB`;
        }),
      ]);
    }
    const open = await openOrders(database);
    say(`\n${open} orders of one account rest; share of one core, and memory\n`);
    say(figureTable(rows));
    const isMet = mostSyncs <= MOST_SYNC_CALLS && mostOthers === 0 && open === options.orders;
    const target =
      `at most ${MOST_SYNC_CALLS} comparisons a minute and no call for an order ` +
      'to which nothing happens';
    const verdict = isMet ? 'met' : 'MISSED';
    say(`\ntarget: ${target}: ${mostSyncs} and ${mostOthers}, ${verdict}`);
    return isMet ? 0 : 1;
  } finally {
    await database.close();
  }
}

async function restOrders(
  stack: Stack,
  token: string,
  orders: number,
  database: DatabaseConnection,
  say: (text: string) => void,
): Promise<void> {
  let sent = 0;
  let open = 0;
  const send = async (): Promise<void> => {
    while (sent < orders) {
      // No faster than they are placed: an alert that waits too long is stale and not traded.
      if (sent - open > MOST_WAITING) {
        await sleep(50);
        continue;
      }
      const id = (sent += 1);
      await postJson(stack.urls.edge, '/api/webhook', {
        strategy: 'resting',
        token,
        id: `resting-${id}`,
        symbol: 'BTCUSDT',
        side: 'buy',
        type: 'limit',
        quantity: '0.001',
        price: '20000',
      });
    }
  };
  const startedAt = Date.now();
  const sending = Promise.all(Array.from({ length: ALERTS_AT_ONCE }, send));
  while (open < orders) {
    await sleep(500);
    const before = open;
    open = await openOrders(database);
    const [now, then] = [open, before].map((count) => Math.floor((count * 20) / orders));
    if (now === then) continue; // one line for each twentieth
    say(`${((Date.now() - startedAt) / 1000).toFixed(0)} s: ${open} of ${orders} orders rest`);
  }
  await sending;
}

async function openOrders(database: DatabaseConnection): Promise<number> {
  const [row] = await database.sql<{ count: number }[]>`
    select count(*)::int as count from open_orders
    where status = 'NEW' and client_order_id in (
      select request->>'clientOrderId' from webhook_deliveries where delivery_id like 'resting-%')`;
  return row?.count ?? 0;
}

function difference(after: Counts, before: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after).map(([call, count]) => [call, count - (before[call] ?? 0)]),
  );
}

function processNames(stack: Stack): string[] {
  return Object.keys(usageOf(stack.pids()));
}
