import { beforeAll, describe, expect, it } from 'vitest';
import { add } from '../../src/domain/decimal.js';
import { tradeOutcomes, type TradedOutcomes } from '../kit/desk/trade-outcomes.js';
import { withCorruptedTable } from '../kit/ledger/with-corrupted-table.js';
import type { Product, ProductMarket } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import { runVerify, runVerifyJson, type VerifyRun } from '../kit/product/verify-command.js';

let product: Product;
let inUse: ProductInUse;
const traded = {} as Record<ProductMarket, TradedOutcomes>;

useProduct({ resting: ['spot', 'futures'] }, (each) => {
  inUse = each;
  product = each.product;
});
beforeAll(async () => {
  for (const market of ['spot', 'futures'] as const) {
    traded[market] = await tradeOutcomes(inUse, market);
  }
});

describe.each(['spot', 'futures'] as const)('a corrupted row of %s', (market) => {
  beforeAll(async () => {
    // What is corrupted must stay so: nobody may repair it meanwhile.
    for (const role of ['stream', 'worker', 'edge'] as const) await product.end(role);
  });

  /** Verifies the account with one statement's change in force. */
  function corrupted(
    table: string,
    change: (accountId: number) => Promise<unknown>,
  ): Promise<VerifyRun> {
    const { accountId } = product.desks[market];
    return withCorruptedTable(
      product.sql,
      table,
      () => change(accountId),
      () => runVerifyJson(product, '--account', String(accountId)),
    );
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
        where account_id = ${accountId} and client_order_id = ${traded[market].filled}
        order by exchange_trade_id::bigint ${sql.unsafe(direction)} limit 1)`,
    );
    expect(kinds(found)).toEqual(['fill_not_recorded', 'position_differs', 'trade_differs']);
    expect(found).toMatchObject({ count: 3, exitCode: 1 });
    expect(found.differences).toContainEqual(
      expect.objectContaining({ kind: 'trade_differs', subject: traded[market].filled }),
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

  it('is named: an order is lost with every trace of it', async () => {
    const { sql } = product;
    await sql`update webhook_deliveries set placed_at = placed_at - interval '1 min'`;
    const found = await corrupted(
      'trades',
      (accountId) =>
        sql`delete from trades where account_id = ${accountId}
            and client_order_id = ${traded[market].filled}`,
    );
    expect(kinds(found)).toEqual(['order_lost', 'trade_missing']);
  });

  it("is named: an execution's quantity is changed", async () => {
    const { sql } = product;
    const found = await corrupted(
      'trade_executions',
      (accountId) =>
        sql`update trade_executions set execution_quantity = execution_quantity + 0.00000001
        where id = (select min(id) from trade_executions
          where account_id = ${accountId} and symbol = 'BTC/USDT')`,
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
        and strategy_id = (select id from strategies
          where name = ${product.desks[market].strategy})`,
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
        and client_order_id = ${traded[market].filled}`,
    );
    expect(found.differences).toMatchObject([
      { kind: 'trade_differs', subject: traded[market].filled, fields: [{ field: 'fee' }] },
    ]);
  });

  it('is named: an open order is deleted', async () => {
    const { sql } = product;
    const found = await corrupted(
      'open_orders',
      (accountId) => sql`delete from open_orders where account_id = ${accountId}`,
    );
    // It had a fill, whose order is nowhere now.
    const subjects = found.differences.map(({ kind, subject }) => [kind, subject]);
    expect(subjects).toEqual([
      ['trade_missing', traded[market].resting],
      ['order_lost', traded[market].resting],
      ['exchange_order_not_recorded', traded[market].resting],
    ]);
    const { text, exitCode } = { ...(await runVerify(product, [])) };
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
        sql`insert into open_orders (account_id, client_order_id, symbol, market_type, side,
          order_type, exchange_order_id, time_in_force, quantity, status)
        values (${accountId}, 'ghost', 'ETH/USDT', ${market.toUpperCase()}, 'BUY',
          'LIMIT', '999999', 'GTC', 1, 'NEW')`,
    );
    expect(found.differences).toMatchObject([{ kind: 'order_not_on_exchange', subject: 'ghost' }]);
  });

  it('is named: an execution is inferred', async () => {
    const { sql } = product;
    const found = await corrupted(
      'trade_executions',
      (accountId) =>
        sql`update trade_executions set is_inferred = true, exchange_trade_id = 'inferred'
        where id = (select min(id) from trade_executions
          where account_id = ${accountId} and symbol = 'BTC/USDT')`,
    );
    expect(kinds(found)).toEqual(['execution_inferred', 'fill_not_recorded']);
  });
});
