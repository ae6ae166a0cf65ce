import { afterAll, beforeAll, expect, it } from 'vitest';
import { settleOrder } from '../../src/books/settle-order.js';
import { openOrders } from '../../drizzle/schema.js';
import { addAccount } from '../../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../../src/accounts/strategies.js';
import type { Fill } from '../../src/domain/fill.js';
import { foldPosition } from '../../src/domain/position.js';
import { Secret } from '../../src/observability/secret.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';

let database: TestDatabase;
let accountId: number;
const key = new Secret(Buffer.alloc(32, 7));

beforeAll(async () => {
  database = await createDatabase();
  const account = await addAccount(database.db, key, {
    name: 'positions',
    exchange: 'binance',
    marketType: 'FUTURES',
    restUrl: 'http://127.0.0.1:1',
    streamUrl: null,
    credentials: { apiKey: 'k', secret: 's' },
  });
  accountId = account.id;
});
afterAll(async () => {
  await database?.close();
});

const market = { symbol: 'BTC/USDT', marketType: 'FUTURES' } as const;
const start = Date.parse('2026-01-01T00:00:00.000Z');

interface Planned {
  readonly side: 'BUY' | 'SELL';
  readonly fill: Fill;
}

/** A deterministic mix of buys and sells, a second apart, that flips the position again and again. */
function plan(count: number): Planned[] {
  let seed = 12_345;
  const random = (limit: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % limit;
  };
  return Array.from({ length: count }, (_, index) => ({
    side: random(2) === 0 ? 'BUY' : 'SELL',
    fill: {
      exchangeTradeId: String(1000 + index),
      price: `${40_000 + random(2_000)}.${random(90) + 10}`,
      quantity: `0.${random(900) + 100}`,
      isMaker: true,
      fee: `0.0${random(90) + 10}`,
      feeAsset: 'USDT',
      realizedPnl: '0',
      executedAt: new Date(start + index * 1000).toISOString(),
    },
  }));
}

async function settleAll(
  strategyId: number,
  name: string,
  planned: readonly Planned[],
): Promise<void> {
  for (const { side, fill } of planned) {
    const clientOrderId = `${name}-${fill.exchangeTradeId}`;
    await database.db.insert(openOrders).values({
      accountId,
      strategyId,
      clientOrderId,
      symbol: market.symbol,
      marketType: market.marketType,
      side,
      orderType: 'MARKET',
      timeInForce: 'GTC',
      quantity: fill.quantity,
    });
    const view = {
      status: 'FILLED',
      filledQuantity: fill.quantity,
      exchangeOrderId: clientOrderId,
    } as const;
    await settleOrder(
      database.db,
      { accountId, clientOrderId },
      { view, fills: [fill], source: 'stream' },
    );
  }
}

const planned = plan(60);
const shuffles: [string, (list: readonly Planned[]) => Planned[]][] = [
  ['in order', (list) => [...list]],
  ['the other way round', (list) => [...list].reverse()],
  ['two by two the wrong way', (list) => list.map((_, index) => list[index ^ 1] ?? list[index]!)],
  ['one very late', (list) => [...list.slice(1), list[0]!]],
  [
    'some seconds late in turn',
    (list) => [...list.slice(0, 20), ...list.slice(23), ...list.slice(20, 23)],
  ],
  ['the second half first', (list) => [...list.slice(30), ...list.slice(0, 30)]],
];

it.each(shuffles)('is the fold of its executions when they come %s', async (name, shuffle) => {
  const strategy = await addStrategy(database.db, key, { name, accountId }, newStrategySecrets());
  await settleAll(strategy.id, `o${strategy.id}`, shuffle(planned));
  const folded = foldPosition(
    market,
    planned.map(({ side, fill }) => ({ ...fill, side })),
  );
  const [row] = await database.sql`
    select quantity::text, entry_price::text as "entryPrice", realized_pnl::text as "realizedPnl",
           exchange_realized_pnl::text as "exchangeRealizedPnl", fees
    from strategy_positions where strategy_id = ${strategy.id}`;
  expect({ ...row }).toEqual({ ...folded });
});
