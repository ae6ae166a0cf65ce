import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyOrder } from '../../activities/order/verify-order.js';
import { adoptOpenOrder } from '../../src/books/adopt-order.js';
import { settleOrder } from '../../src/books/settle-order.js';
import { markUnknown } from '../../src/books/submissions.js';
import type { Fill } from '../../src/domain/fill.js';
import type { OrderRequest, OrderView } from '../../src/domain/order.js';
import { BareSteps } from '../kit/ledger/bare-steps.js';
import { instantAt, makeFill } from '../kit/ledger/make-fill.js';

let steps: BareSteps;

beforeAll(async () => {
  steps = await BareSteps.open();
});
afterAll(() => steps?.close());

/**
 * An order of ours that was sent without a clear answer, and was then amended on the exchange and
 * adopted under its new name.
 */
async function twice(name: string): Promise<{ own: OrderRequest; double: OrderRequest }> {
  const own = await steps.deliver(`ft-${name}`);
  await steps.claim(own);
  await markUnknown(steps.database.db, own);
  const double = { ...own, clientOrderId: `amended-${name}`, strategyId: null };
  await adoptOpenOrder(steps.database.db, double, name, null);
  return { own, double };
}

function seen(
  exchangeOrderId: string,
  status: OrderView['status'],
  fills: readonly string[] = [],
): { view: Omit<OrderView, 'clientOrderId'>; fills: Fill[]; source: 'stream' } {
  const filledQuantity = (fills.length / 2).toString();
  const view = { exchangeOrderId, status, filledQuantity };
  return { view, fills: fills.map((id) => halfACoin(id)), source: 'stream' };
}

function halfACoin(exchangeTradeId: string): Fill {
  const executedAt = instantAt(Number(exchangeTradeId) * 1_000);
  return makeFill({ exchangeTradeId, quantity: '0.5', executedAt });
}

/** What is recorded of an exchange order, and the strategy's position because of it. */
async function recorded(exchangeOrderId: string): Promise<unknown> {
  const { sql } = steps.database;
  const of = (table: string) => sql`
    select client_order_id as id, status from ${sql(table)}
    where exchange_order_id = ${exchangeOrderId}`;
  const executions = await sql`
    select client_order_id as id, strategy_id, trim_scale(sum(execution_quantity))::text as quantity
    from trade_executions where exchange_order_id = ${exchangeOrderId} group by 1, 2`;
  return {
    open: [...(await of('open_orders'))],
    trades: [...(await of('trades'))],
    failed: [...(await of('failed_orders'))],
    executions: [...executions],
  };
}

async function position(): Promise<number> {
  const [row] = await steps.database.sql`select quantity from strategy_positions`;
  return Number(row?.['quantity'] ?? 0);
}

const none = { open: [], trades: [], failed: [], executions: [] };

it('an order that was adopted under another name meanwhile is one order again', async () => {
  const { db, sql } = steps.database;
  const { own, double } = await twice('1');
  const settled = await settleOrder(db, own, seen('1', 'NEW'));
  expect(settled?.progress).toMatchObject({ status: 'NEW', exchangeOrderId: '1' });
  expect(await recorded('1')).toEqual({ ...none, open: [{ id: 'ft-1', status: 'NEW' }] });
  const events = await sql`
    select type, data ->> 'reason' as reason from order_events
    where client_order_id = 'amended-1' order by id`;
  expect(events).toEqual([
    { type: 'order_created', reason: null },
    { type: 'order_cancelled', reason: 'it is order ft-1, under another name' },
  ]);
  // The workflow of the other name ends with its next step, and writes nothing.
  const fetchOrder = () =>
    Promise.resolve({ ...seen('1', 'NEW').view, ...double, terms: null, status: 'NEW' as const });
  const known = { status: 'NEW', exchangeOrderId: '1', filledQuantity: '0' } as const;
  const progress = await verifyOrder(steps.dependencies({ fetchOrder }), {
    order: double,
    updates: [],
    source: 'sync',
    known: { ...known, isIncomplete: false },
  });
  expect(progress).toMatchObject({ status: 'CANCELLED', isIncomplete: false });
  expect(await recorded('1')).toEqual({ ...none, open: [{ id: 'ft-1', status: 'NEW' }] });
});

it('what was filled under the other name counts once, for the strategy', async () => {
  const { db } = steps.database;
  const before = await position();
  const { own, double } = await twice('2');
  await settleOrder(db, double, seen('2', 'PARTIALLY_FILLED', ['1']));
  const settled = await settleOrder(db, own, seen('2', 'PARTIALLY_FILLED', ['1']));
  expect(settled?.progress).toMatchObject({ filledQuantity: '0.5', isIncomplete: false });
  expect(await recorded('2')).toEqual({
    ...none,
    open: [{ id: 'ft-2', status: 'PARTIALLY_FILLED' }],
    executions: [{ id: 'ft-2', strategy_id: 1, quantity: '0.5' }],
  });
  expect(await position()).toBe(before + 0.5);
  // A step of the other name brings the rest.
  const last = await settleOrder(db, double, seen('2', 'FILLED', ['1', '2']));
  expect(last?.progress).toMatchObject({ status: 'FILLED', isIncomplete: false });
  expect(await recorded('2')).toEqual({
    ...none,
    trades: [{ id: 'ft-2', status: 'FILLED' }],
    executions: [{ id: 'ft-2', strategy_id: 1, quantity: '1' }],
  });
  expect(await position()).toBe(before + 1);
});

it.each([
  ['3', 'FILLED', ['1', '2'], 'trades'],
  ['4', 'CANCELLED', ['1'], 'trades'],
  ['5', 'CANCELLED', [], 'failed'],
] as const)('an end under the other name is the end of the order: %s', async (...row) => {
  const [name, status, fills, table] = row;
  const { db } = steps.database;
  const before = await position();
  const { own, double } = await twice(name);
  await settleOrder(db, double, seen(name, status, fills));
  const settled = await settleOrder(db, own, seen(name, status, fills));
  expect(settled?.progress).toMatchObject({ status, isIncomplete: false });
  const quantity = (fills.length / 2).toString();
  const ended = { id: `ft-${name}`, status: table === 'failed' ? 'cancelled' : status };
  expect(await recorded(name)).toEqual({
    ...none,
    [table]: [ended],
    executions: fills.length > 0 ? [{ id: `ft-${name}`, strategy_id: 1, quantity }] : [],
  });
  expect(await position()).toBe(before + fills.length / 2);
});
