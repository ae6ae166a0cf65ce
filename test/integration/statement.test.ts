import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '../../drizzle/database.js';
import { strategyPositions } from '../../drizzle/schema.js';
import { sqlStatement, statement } from '../../drizzle/statement.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  await database.sql`insert into accounts (name, exchange, market_type, credentials)
    values ('a', 'binance', 'SPOT', 'none')`;
  await database.sql`insert into strategies (name, account_id, token_hash, signing_secret)
    values ('s', 1, 'none', 'none')`;
});
afterAll(async () => {
  await database?.close();
});

const insertPosition = statement('test_insert', (db) =>
  db
    .insert(strategyPositions)
    .values({
      strategyId: sql.placeholder('strategyId'),
      symbol: sql.placeholder('symbol'),
      quantity: sql.placeholder('quantity'),
      fees: sql.placeholder('fees'),
    })
    .returning(),
);
const countPositions = sqlStatement<{ count: string }>(
  'test_count',
  sql`select count(*) from strategy_positions where symbol = ${sql.placeholder('symbol')}`,
);
const countOf = async (symbol: string) =>
  Number((await countPositions(database.db, { symbol }))[0]?.count);

it('runs a statement on the connection of the transaction it is given', async () => {
  const values = { strategyId: 1, symbol: 'A/B', quantity: '0.10', fees: {} };
  const failed = database.db.transaction(async (tx) => {
    await insertPosition(tx, values);
    expect(await countPositions(tx, { symbol: 'A/B' })).toEqual([{ count: '1' }]);
    expect(await countOf('A/B')).toBe(0);
    throw new Error('roll back');
  });
  await expect(failed).rejects.toThrow('roll back');
  expect(await countOf('A/B')).toBe(0);
});

it('keeps decimals as text and maps JSON, with new values at each run', async () => {
  const quantity = '123456789012345678901234567890.000000000000000001';
  const [first] = await insertPosition(database.db, {
    strategyId: 1,
    symbol: 'C/D',
    quantity,
    fees: { USDT: '0.1' },
  });
  const [second] = await insertPosition(database.db, {
    strategyId: 1,
    symbol: 'E/F',
    quantity: '-1',
    fees: {},
  });
  expect(first).toMatchObject({ symbol: 'C/D', quantity, fees: { USDT: '0.1' }, entryPrice: null });
  expect(second).toMatchObject({ symbol: 'E/F', quantity: '-1', fees: {} });
});

it('is prepared once on a connection, and not at all when the URL says so', async () => {
  for (const [suffix, prepared] of [
    ['', 1],
    ['?prepare=false', 0],
  ] as const) {
    const { db, sql, close } = connectDatabase(`${database.url}${suffix}`, {
      name: 'test',
      poolSize: 1,
    });
    for (let run = 0; run < 3; run += 1) await countPositions(db, { symbol: 'A/B' });
    const statements = await sql.unsafe(
      "select 1 from pg_prepared_statements where statement like '%strategy_positions%'",
    );
    await close();
    expect(statements).toHaveLength(prepared);
  }
});

it('says which value is missing', async () => {
  await expect(countPositions(database.db, {})).rejects.toThrow('symbol');
});
