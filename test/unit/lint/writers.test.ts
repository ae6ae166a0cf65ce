import { describe, expect, it } from 'vitest';
import { sources } from '../docs/documents.js';

/** Tables that say what became of an order: only src/books changes them. */
const BOOKS = [
  'open_orders',
  'trades',
  'trade_executions',
  'strategy_positions',
  'failed_orders',
  'order_events',
];

/** Names of a table: as a variable of drizzle/schema.ts and in SQL. */
const tables = sources('drizzle').flatMap(({ text }) =>
  [...text.matchAll(/export const (\w+) = pgTable\(\s*'(\w+)'/g)].map(
    ([, variable = '', name = '']) => ({ variable, name }),
  ),
);
const others = tables.filter(({ name }) => !BOOKS.includes(name));
const notOthers = `(?!(?:${others.map(({ variable }) => variable).join('|')})\\b)`;
const booksVariable = `(?:${variablesOf(BOOKS).join('|')})\\b`;

/** A table in a variable of any other name may be one of the books, so that counts too. */
const writes = new RegExp(
  [
    `\\b(?:db|tx)\\s*\\.\\s*(?:insert|update|delete)\\(\\s*${notOthers}\\w+`,
    `\\.\\s*(?:insert|update|delete)\\(\\s*(?:\\w+\\.)?${booksVariable}`,
    `\\b(?:insert\\s+into|update|delete\\s+from|truncate|merge\\s+into)\\s+` +
      `(?:\\$\\{${notOthers}\\w+|(?:only\\s+|table\\s+)?"?(?:public"?\\."?)?(?:${BOOKS.join('|')})\\b)`,
  ].join('|'),
  'gi',
);

describe('the books', () => {
  it('are tables of the schema', () => {
    expect(variablesOf(BOOKS)).toHaveLength(BOOKS.length);
  });

  it('are written in src/books alone', () => {
    const writers = ['src', 'activities', 'workflows', 'drizzle', 'bench']
      .flatMap((folder) => sources(folder))
      .filter(({ path }) => !path.startsWith('src/books/'))
      .flatMap(({ path, text }) => writesIn(text).map((what) => `${path}: ${what}`));
    expect(writers).toEqual([]);
  });

  it('are written there in ways that this test finds', () => {
    const found = sources('src/books').flatMap(({ text }) => writesIn(text));
    expect(found.length).toBeGreaterThan(5);
  });

  it.each([
    'tx.insert(openOrders).values(row)',
    'await db\n  .update(schema.openOrders)\n  .set(row)',
    'await this.db.delete(\n    failedOrders,\n  )',
    'await (isOpen ? tx : db).update(trades)',
    'db.update(table).set(row)',
    'sql`insert into trades (id) values (1)`',
    'sql`INSERT INTO ${tradeExecutions} (id) values (1)`',
    'sql`update "strategy_positions" set quantity = 0`',
    'sql`delete from public.order_events`',
    'sql`delete\n    from ${openOrders}`',
    'sql`truncate trades`',
  ])('are written by %j', (text) => {
    expect(writesIn(text)).toHaveLength(1);
  });

  it.each([
    'db.select().from(openOrders)',
    'sql`select 1 from trades for update`',
    'tx.insert(webhookDeliveries).values(row)',
    'sql`update accounts set name = 1`',
    'sql`insert into ${alerts} (id) select id from open_orders`',
    'this.#entries.delete(orderId)',
    'hash.update(text)',
  ])('are not written by %j', (text) => {
    expect(writesIn(text)).toEqual([]);
  });
});

function variablesOf(names: readonly string[]): string[] {
  return tables.filter(({ name }) => names.includes(name)).map(({ variable }) => variable);
}

function writesIn(text: string): string[] {
  return [...text.matchAll(writes)].map(([what]) => what.replace(/\s+/g, ' '));
}
