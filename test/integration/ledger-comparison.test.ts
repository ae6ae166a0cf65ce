import { beforeAll, describe, expect, it } from 'vitest';
import { compareAccount, isDifference } from '../../src/demo/compare-ledger.js';
import type { ComparedKind } from '../../src/demo/compared-rows.js';
import { readRecords } from '../../src/demo/database-side.js';
import { placeOutside } from '../kit/desk/outside-order.js';
import { tradeOutcomes } from '../kit/desk/trade-outcomes.js';
import { eventually } from '../kit/eventually.js';
import { linesOfDifferences, linesOfUnplainFigures } from '../kit/ledger/differences.js';
import { expectLedgerEqualsDatabase } from '../kit/ledger/expect-ledger.js';
import { withCorruptedTable } from '../kit/ledger/with-corrupted-table.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';

// test/unit/demo tests without a database that every field of every kind is compared.

let product: Product;
let inUse: ProductInUse;

const market = 'futures';

useProduct({ syncIntervalMs: 1_000, resting: [market] }, (each) => {
  inUse = each;
  product = each.product;
});
beforeAll(async () => {
  const { sse, rest } = inUse;
  await tradeOutcomes(inUse, market);
  const unfilled = await rest(market, 'unfilled');
  await product.edge.cancel(unfilled);
  await sse.event('order_cancelled', unfilled);
  const byHand = await placeOutside(product.desks[market], { ...product.desks[market].limit });
  await sse.event('order_created', byHand);
  await product.fill(market, byHand);
  await sse.event('order_filled', byHand);
  await eventually('everything to agree', async () => (await compare()).every(isAlike));
  // What is corrupted must stay so: nobody may repair it meanwhile.
  for (const role of ['stream', 'worker', 'edge'] as const) await product.end(role);
});

const isAlike = (row: Parameters<typeof isDifference>[0]) => !isDifference(row);

async function compare() {
  const desk = product.desks[market];
  const records = await readRecords(product.db, desk.accountId);
  return compareAccount(records, await desk.ledger(), desk.plan);
}

const corrupted = (table: string, statement: string) =>
  withCorruptedTable(product.sql, table, () => product.sql.unsafe(statement), compare);

it('finds a row for each fill, order and position, and no difference', async () => {
  const rows = await compare();
  const count = (kind: ComparedKind) => rows.filter((row) => row.kind === kind).length;
  const { fills } = await product.desks[market].ledger();
  expect(rows.filter(isDifference)).toEqual([]);
  expect(count('execution')).toBe(fills.length);
  expect(count('trade')).toBe(4); // filled, sold, cancelled with a fill, adopted
  expect(count('open order')).toBe(1);
  expect(count('failed order')).toBe(1);
  expect(count('position')).toBe(2);
  expect(rows.filter(({ database }) => database?.['owner'] === 'adopted').length).toBeGreaterThan(
    1,
  );
});

describe('a row that was altered is named', () => {
  it.each<[ComparedKind, field: string, table: string, statement: string]>([
    [
      'execution',
      'price',
      'trade_executions',
      `update trade_executions set execution_price = execution_price + 1e-20
       where id = (select min(id) from trade_executions)`,
    ],
    [
      'execution',
      'owner',
      'trade_executions',
      `update trade_executions set strategy_id = null
       where id = (select min(id) from trade_executions)`,
    ],
    ['trade', 'fees', 'trades', `update trades set fees = '{"USDT":"1"}' where id = 1`],
    ['trade', 'status', 'trades', `update trades set status = 'EXPIRED' where id = 1`],
    ['open order', 'filled', 'open_orders', 'update open_orders set filled_quantity = 0.3'],
    ['failed order', 'status', 'failed_orders', "update failed_orders set status = 'expired'"],
    [
      'position',
      'exchangeRealizedPnl',
      'strategy_positions',
      `update strategy_positions set exchange_realized_pnl = exchange_realized_pnl + 1e-20
       where symbol = 'ETH/USDT'`,
    ],
  ])('%s, in its %s', async (kind, field, table, statement) => {
    const rows = (await corrupted(table, statement)).filter(isDifference);
    expect(rows).toMatchObject([{ kind, differing: [field] }]);
    const [line] = linesOfDifferences(rows);
    expect(line).toContain(`${kind} ${rows[0]?.key} differs in ${field}`);
  });

  it.each<[ComparedKind, table: string]>([
    ['execution', 'trade_executions'],
    ['trade', 'trades'],
    ['open order', 'open_orders'],
    ['failed order', 'failed_orders'],
    ['position', 'strategy_positions'],
  ])('%s that is gone', async (kind, table) => {
    const first = `(select min(id) from ${table})`;
    const rows = await corrupted(table, `delete from ${table} where id = ${first}`);
    expect(rows.filter(isDifference)).toMatchObject([{ kind, database: undefined }]);
  });

  it('and a request that is gone makes its order nobody’s', async () => {
    const rows = await corrupted('webhook_deliveries', 'delete from webhook_deliveries');
    const owners = rows.filter(({ differing }) => differing.includes('owner'));
    expect(new Set(owners.map(({ kind }) => kind))).toEqual(
      new Set(['execution', 'trade', 'open order', 'failed order']),
    );
  });

  it('as a figure that is not written plainly', async () => {
    const rows = await corrupted(
      'trades',
      'update trades set quantity = quantity + 0.00 where id = 1',
    );
    expect(rows.filter(isDifference)).toEqual([]);
    expect(linesOfUnplainFigures(rows)).toMatchObject([
      expect.stringMatching(/trade .*: quantity is written 1\.00$/),
    ]);
  });

  it('by the check that tests end with', async () => {
    const error: unknown = await withCorruptedTable(
      product.sql,
      'open_orders',
      () => product.sql`update open_orders set filled_quantity = 0.3`,
      () => expectLedgerEqualsDatabase(product).catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({ actual: [expect.stringContaining('differs in filled')] });
    await expectLedgerEqualsDatabase(product);
  });
});
