import { expect, it } from 'vitest';
import type { Observation } from '../../src/books/observation.js';
import { settleOrder } from '../../src/books/settle-order.js';
import type { CurrentTerms } from '../../src/domain/current-terms.js';
import type { Fill } from '../../src/domain/fill.js';
import { findOrder } from '../../src/queries/find-order.js';
import { useBareBooks, type BareBooks } from '../kit/ledger/bare-books.js';

let books: BareBooks;
useBareBooks('SPOT', (opened) => {
  books = opened;
});

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const fill = (id: string, quantity: string): Fill => ({
  exchangeTradeId: id,
  price: '100',
  quantity,
  isMaker: true,
  fee: '0',
  feeAsset: null,
  realizedPnl: null,
  executedAt: at(Number(id)),
});

/** What a source reports of the order at one moment. */
function seen(
  status: 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELLED',
  filledQuantity: string,
  current: CurrentTerms,
  fills: readonly Fill[] = [],
): Observation {
  return {
    view: { exchangeOrderId: '7', status, filledQuantity, current },
    fills,
    source: 'stream',
  };
}

const first = fill('1', '0.4');
const second = fill('3', '0.6');
const third = fill('5', '1');
const asked = (second: number): CurrentTerms => ({ quantity: '1', price: '100', asOf: at(second) });
const raised = (second: number): CurrentTerms => ({ quantity: '2', price: '90', asOf: at(second) });

/** An order's life: filled in part, raised, filled beyond what it was at first, and filled. */
const LIFE: readonly Observation[] = [
  seen('PARTIALLY_FILLED', '0.4', asked(1), [first]),
  seen('PARTIALLY_FILLED', '0.4', raised(2)),
  seen('PARTIALLY_FILLED', '1', raised(3), [second]),
  seen('FILLED', '2', raised(5), [third]),
];

let orders = 0;

async function play(observations: readonly Observation[]) {
  const { database, accountId } = books;
  const clientOrderId = `ft-amended-${(orders += 1)}`;
  const key = { accountId, clientOrderId };
  // Each order has an exchange order id of its own.
  const exchangeOrderId = `${7_000 + orders}`;
  await books.openOrder({ clientOrderId, exchangeOrderId });
  for (const { view, ...rest } of observations) {
    await settleOrder(database.db, key, { ...rest, view: view && { ...view, exchangeOrderId } });
  }
  const [row] = await database.sql`
    select status, quantity::text as filled, order_quantity::text as asked, price::text
    from trades where client_order_id = ${clientOrderId}`;
  const events = await database.sql<{ type: string }[]>`
    select type from order_events where client_order_id = ${clientOrderId} order by id`;
  const alerts =
    await database.sql`select code from alerts where client_order_id = ${clientOrderId}`;
  return { key, trade: { ...row }, events: events.map(({ type }) => type), alerts };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [
      item,
      ...rest,
    ]),
  );
}

it('settles an amended order to the same trade in whatever order its life is reported', async () => {
  for (const observations of permutations(LIFE)) {
    const { trade, events, alerts } = await play([...observations, ...LIFE]);
    expect(trade).toEqual({ status: 'FILLED', filled: '2', asked: '2', price: '90' });
    expect(alerts).toEqual([]);
    expect(events.filter((type) => type === 'order_amended')).toHaveLength(1);
    expect(events.filter((type) => type === 'order_filled')).toHaveLength(1);
  }
});

it('tells of an amendment once, with the new terms', async () => {
  const { key, events } = await play([seen('NEW', '0', raised(2)), seen('NEW', '0', raised(4))]);
  expect(events).toEqual(['order_amended']);
  const { sql } = books.database;
  const [event] =
    await sql`select data from order_events where client_order_id = ${key.clientOrderId}`;
  expect(event?.['data']).toMatchObject({ quantity: '2', price: '90', status: 'NEW' });
});

it('records an amendment that has the time of what is known, and tells of it once', async () => {
  const { key, events } = await play([
    seen('NEW', '0', asked(2)),
    seen('NEW', '0', raised(2)),
    seen('NEW', '0', raised(2)),
  ]);
  expect(events).toEqual(['order_amended']);
  expect(await findOrder(books.database.db, key)).toMatchObject({ quantity: '2', price: '90' });
});

it('keeps an amendment of which a source that lags does not know yet', async () => {
  const { key } = await play([seen('NEW', '0', raised(2)), seen('NEW', '0', asked(1))]);
  expect(await findOrder(books.database.db, key)).toMatchObject({ quantity: '2', price: '90' });
});

it('does not end an order at the quantity that it had before', async () => {
  const { key, events } = await play([
    seen('PARTIALLY_FILLED', '1', asked(3), [first, second]),
    seen('PARTIALLY_FILLED', '1', raised(4)),
  ]);
  expect(events).toEqual(['order_partially_filled', 'order_amended']);
  expect(await findOrder(books.database.db, key)).toMatchObject({ status: 'PARTIALLY_FILLED' });
});

it('finds an order by the client id that an amendment gave it, open or ended', async () => {
  const { db } = books.database;
  const renamed = { ...seen('NEW', '0', raised(2)).view, clientOrderId: 'random-1' };
  const observation = { view: renamed, fills: [], source: 'poll' } as unknown as Observation;
  const { key } = await play([observation, observation]);
  const byAlias = { clientOrderId: 'random-1', accountId: books.accountId };
  expect(await findOrder(db, byAlias)).toMatchObject({ clientOrderId: key.clientOrderId });
  const exchangeOrderId = `${7_000 + orders}`;
  const { view } = seen('CANCELLED', '0', raised(6));
  const end = { view: view && { ...view, exchangeOrderId }, fills: [], source: 'poll' as const };
  await settleOrder(db, key, end);
  expect(await findOrder(db, byAlias)).toMatchObject({
    clientOrderId: key.clientOrderId,
    status: 'CANCELLED',
    quantity: '2',
  });
});
