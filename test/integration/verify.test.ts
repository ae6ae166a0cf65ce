import { beforeAll, describe, expect, it } from 'vitest';
import { add } from '../../src/domain/decimal.js';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';
import { runVerify, runVerifyJson, type VerifyRun } from '../kit/product/verify-command.js';

let product: Product;
let sse: TestListener;
/** Of an order that was filled in three parts, by market. */
const filledIds = {} as Record<'spot' | 'futures', string>;
const restingIds = {} as Record<'spot' | 'futures', string>;

useProduct({ resting: ['spot', 'futures'] }, (inUse) => ({ product, sse } = inUse));
beforeAll(async () => {
  for (const market of ['spot', 'futures'] as const) await trade(market);
});

/** One order filled in three parts, one sold at once, one cancelled with a fill, one resting with a fill. */
async function trade(market: 'spot' | 'futures'): Promise<void> {
  const place = async (id: string, changes: object = {}) => {
    const { body } = await product.alert(market, { ...ETH_LIMIT, ...changes, id });
    return body.clientOrderId as string;
  };
  const fill = (clientOrderId: string, changes: object = {}) =>
    product.fill(market, clientOrderId, changes);
  const filled = await place('filled');
  await sse.event('order_created', filled);
  await fill(filled, { fills: 3 });
  await sse.event('order_filled', filled);
  const sold = await place('sold', {
    symbol: 'BTCUSDT',
    side: 'sell',
    type: 'market',
    price: undefined,
    quantity: '0.05',
  });
  await sse.event('order_filled', sold);
  const cancelled = await place('cancelled');
  await sse.event('order_created', cancelled);
  await fill(cancelled, { quantity: '0.4' });
  await sse.event('order_partially_filled', cancelled);
  await product.edge.cancel(cancelled);
  await sse.event('order_cancelled', cancelled);
  const resting = await place('resting');
  await sse.event('order_created', resting);
  await fill(resting, { quantity: '0.2' });
  await sse.event('order_partially_filled', resting);
  filledIds[market] = filled;
  restingIds[market] = resting;
}

const command = (options: string[]) => runVerify(product, options);
const verifyJson = (...options: string[]) => runVerifyJson(product, ...options);

it('finds no difference between what was traded, what is recorded and what the exchange says', async () => {
  const found = await verifyJson();
  expect(found).toMatchObject({ count: 0, differences: [], notCompared: [], exitCode: 0 });
  const [spot, futures] = await Promise.all(
    (['spot', 'futures'] as const).map(
      async (market) => (await product.desks[market].ledger()).fills.length,
    ),
  );
  const executions = (spot ?? 0) + (futures ?? 0);
  expect(found.recomputed).toEqual({ executions, positions: 4, trades: 6, openOrders: 2 });
  expect(found.compared).toMatchObject([
    { account: 'spot', openOrders: 1, fills: spot, foreignFills: 0 },
    { account: 'futures', openOrders: 1, fills: futures, foreignFills: 0 },
  ]);
  const { text, exitCode } = await command([]);
  expect(text).toMatch(/^0 differences\n/);
  expect(exitCode).toBe(0);
});

it('gives no false difference while the product trades', async () => {
  const spot = String(product.desks.spot.accountId);
  let isTrading = true;
  const trading = (async () => {
    for (let count = 0; isTrading; count += 1) {
      await product.alert('spot', {
        symbol: 'SOLUSDT',
        side: 'buy',
        type: 'market',
        quantity: '1',
        id: `busy-${count}`,
      });
    }
    return true;
  })();
  try {
    for (let look = 0; look < 5; look += 1) {
      const found = await verifyJson('--account', spot);
      expect(found.differences).toEqual([]);
    }
  } finally {
    isTrading = false;
    await trading;
  }
  await eventually('everything that was traded is recorded', async () => {
    const { compared, count } = await verifyJson('--account', spot);
    return count === 0 && (compared[0]?.fills ?? 0) > 10;
  });
}, 120_000);

describe.each(['spot', 'futures'] as const)('a corrupted row of %s', (market) => {
  beforeAll(async () => {
    // What is corrupted must stay so: nobody may repair it meanwhile.
    for (const role of ['stream', 'worker', 'edge'] as const) await product.end(role);
  });

  /** Runs with one statement's change in force, and takes it back. */
  async function corrupted(
    table: string,
    change: (id: number) => Promise<unknown>,
  ): Promise<VerifyRun> {
    const { sql } = product;
    const { accountId } = product.desks[market];
    await sql`create table backup as table ${sql(table)}`;
    try {
      await change(accountId);
      return await verifyJson('--account', String(accountId));
    } finally {
      await sql`delete from ${sql(table)}`;
      await sql`insert into ${sql(table)} table backup`;
      await sql`drop table backup`;
    }
  }
  const kinds = (found: VerifyRun) => [
    ...new Set(found.differences.map(({ kind }) => kind).sort()),
  ];

  it.each([
    ['first', 'asc'],
    ['last', 'desc'],
  ])('is named: the %s execution is deleted', async (_, direction) => {
    const { sql } = product;
    const found = await corrupted(
      'trade_executions',
      (accountId) =>
        sql`delete from trade_executions where id = (select id from trade_executions
        where account_id = ${accountId} and client_order_id = ${filledIds[market]}
        order by exchange_trade_id::bigint ${sql.unsafe(direction)} limit 1)`,
    );
    expect(kinds(found)).toEqual(['fill_not_recorded', 'position_differs', 'trade_differs']);
    expect(found).toMatchObject({ count: 3, exitCode: 1 });
    expect(found.differences).toContainEqual(
      expect.objectContaining({ kind: 'trade_differs', subject: filledIds[market] }),
    );
  });

  it('is named: all executions of a market are deleted', async () => {
    const { sql } = product;
    const found = await corrupted(
      'trade_executions',
      (accountId) =>
        sql`delete from trade_executions where account_id = ${accountId} and symbol = 'BTC/USDT'`,
    );
    expect(kinds(found)).toEqual(['fill_not_recorded', 'position_unfounded', 'trade_unfounded']);
  });

  it('is named: an order is lost with all that tells of it', async () => {
    const { sql } = product;
    await sql`update webhook_deliveries set placed_at = placed_at - interval '1 min'`;
    const found = await corrupted(
      'trades',
      (accountId) =>
        sql`delete from trades where account_id = ${accountId}
            and client_order_id = ${filledIds[market]}`,
    );
    expect(kinds(found)).toEqual(['order_lost', 'trade_missing']);
  });

  it("is named: an execution's quantity is changed", async () => {
    const { sql } = product;
    const found = await corrupted(
      'trade_executions',
      (accountId) =>
        sql`update trade_executions set execution_quantity = execution_quantity + 0.00000001
        where id = (select min(id) from trade_executions where account_id = ${accountId} and symbol = 'BTC/USDT')`,
    );
    expect(kinds(found)).toEqual(['fill_differs', 'position_differs', 'trade_differs']);
    const [differing] = found.differences.filter(({ kind }) => kind === 'fill_differs');
    expect(differing?.fields).toMatchObject([{ field: 'quantity' }]);
    const { expected, recorded } = differing?.fields[0] ?? {};
    expect(recorded).toBe(add(expected ?? '', '0.00000001'));
  });

  it('is named: a position is wrong', async () => {
    const { sql } = product;
    const found = await corrupted(
      'strategy_positions',
      () =>
        sql`update strategy_positions set entry_price = entry_price + 1 where symbol = 'ETH/USDT'
        and strategy_id = (select id from strategies where name = ${product.desks[market].strategy})`,
    );
    expect(found.differences).toMatchObject([
      {
        kind: 'position_differs',
        subject: `ETH/USDT of ${product.desks[market].strategy}`,
        fields: [{ field: 'entryPrice' }],
      },
    ]);
  });

  it("is named: a trade's fee is wrong", async () => {
    const { sql } = product;
    const found = await corrupted(
      'trades',
      (accountId) =>
        sql`update trades set fee = fee + 1 where account_id = ${accountId}
        and client_order_id = ${filledIds[market]}`,
    );
    expect(found.differences).toMatchObject([
      { kind: 'trade_differs', subject: filledIds[market], fields: [{ field: 'fee' }] },
    ]);
  });

  it('is named: an open order is deleted', async () => {
    const { sql } = product;
    const found = await corrupted(
      'open_orders',
      (accountId) => sql`delete from open_orders where account_id = ${accountId}`,
    );
    // It had a fill, which now belongs to an order that is nowhere.
    const subjects = found.differences.map(({ kind, subject }) => [kind, subject]);
    expect(subjects).toEqual([
      ['trade_missing', restingIds[market]],
      ['order_lost', restingIds[market]],
      ['exchange_order_not_recorded', restingIds[market]],
    ]);
    const { text, exitCode } = { ...(await command([])) };
    expect([text.split('\n')[0], exitCode]).toEqual(['0 differences', 0]);
  });

  it("is named: an open order's filled quantity is wrong", async () => {
    const { sql } = product;
    const found = await corrupted(
      'open_orders',
      (accountId) =>
        sql`update open_orders set filled_quantity = 0.3 where account_id = ${accountId}`,
    );
    expect(kinds(found)).toEqual(['exchange_order_differs', 'open_order_differs']);
  });

  it('is named: an order is open here, and not on the exchange', async () => {
    const { sql } = product;
    const found = await corrupted(
      'open_orders',
      (accountId) =>
        sql`insert into open_orders (account_id, client_order_id, symbol, market_type, side, order_type,
          exchange_order_id, time_in_force, quantity, status)
        values (${accountId}, 'ghost', 'ETH/USDT', ${market.toUpperCase()}, 'BUY', 'LIMIT', '999999',
          'GTC', 1, 'NEW')`,
    );
    expect(found.differences).toMatchObject([{ kind: 'order_not_on_exchange', subject: 'ghost' }]);
  });

  it('is named: an execution is inferred', async () => {
    const { sql } = product;
    const found = await corrupted(
      'trade_executions',
      (accountId) =>
        sql`update trade_executions set is_inferred = true, exchange_trade_id = 'inferred'
        where id = (select min(id) from trade_executions where account_id = ${accountId} and symbol = 'BTC/USDT')`,
    );
    expect(kinds(found)).toEqual(['execution_inferred', 'fill_not_recorded']);
  });
});

it('compares the database alone when it is asked to, and then needs no key', async () => {
  const found = await verifyJson('--no-exchange');
  expect(found).toMatchObject({ count: 0, compared: [], notCompared: [], exitCode: 0 });
});

it('refuses an account that is not there', async () => {
  await expect(command(['--account', '4711'])).rejects.toThrow(/--account must be .*"4711"/);
});

it('names the account whose exchange cannot be asked, compares the other, and ends with 3', async () => {
  await product.venue.post('faults', {
    market: 'futures',
    method: 'GET',
    path: '/fapi/v1/openOrders',
    name: 'unavailable-not-executed',
    times: 100,
  });
  const found = await verifyJson();
  expect(found).toMatchObject({
    count: 0,
    compared: [{ account: 'spot' }],
    notCompared: [{ account: 'futures' }],
    exitCode: 3,
  });
  const { text } = await command([]);
  expect(text).toMatch(/account \d+ futures +NOT COMPARED: binanceusdm GET openOrders: HTTP 503/);
});
