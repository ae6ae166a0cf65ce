import { afterAll, beforeAll, expect, it } from 'vitest';
import { confirmEnded } from '../../activities/account/confirm-ended.js';
import { syncAccount } from '../../activities/account/sync-account.js';
import { endUnconfirmed } from '../../src/books/missing-orders.js';
import { refuseSubmission } from '../../src/books/submissions.js';
import type { OrderRequest } from '../../src/domain/order.js';
import type { ExchangeRest, ListedOrder } from '../../src/exchange/exchange.js';
import { BareSteps } from '../kit/ledger/bare-steps.js';
import { instantAt, makeFill } from '../kit/ledger/make-fill.js';

let steps: BareSteps;

beforeAll(async () => {
  steps = await BareSteps.open();
});
afterAll(() => steps?.close());

/** An order as the exchange has it: open and unfilled. */
function alive(clientOrderId: string, exchangeOrderId: string): ListedOrder {
  const view = { clientOrderId, exchangeOrderId, status: 'NEW', filledQuantity: '0' } as const;
  return { ...view, symbol: 'BTC/USDT', terms: null };
}

/** An order that an operator has abandoned some time ago. */
async function abandoned(clientOrderId: string, exchangeOrderId: string, ago: string) {
  const order = await steps.accepted(clientOrderId, exchangeOrderId);
  await endUnconfirmed(steps.database.db, order, { code: 'X', reason: 'x', source: 'admin' });
  await endedAgo(order, ago);
  return order;
}

async function endedAgo({ clientOrderId }: OrderRequest, ago: string): Promise<void> {
  await steps.database.sql`
    update failed_orders set created_at = now() - ${ago}::interval
    where client_order_id = ${clientOrderId}`;
}

async function failedRow(clientOrderId: string): Promise<unknown> {
  const [row] = await steps.database.sql`
    select exchange_order_id, confirmed_at is not null as is_confirmed from failed_orders
    where client_order_id = ${clientOrderId}`;
  return row;
}

const alertsOf = (clientOrderId: string) => steps.database.sql`
  select code, message from alerts where client_order_id = ${clientOrderId}`;

/** Compares the account once, with an exchange that lists these orders as open. */
async function compare(listed: readonly ListedOrder[]): Promise<void> {
  const rest: Partial<ExchangeRest> = {
    fetchOpenOrders: () => Promise.resolve([...listed]),
    fetchOrder: ({ clientOrderId }) =>
      Promise.resolve(listed.find((order) => order.clientOrderId === clientOrderId) ?? null),
  };
  await syncAccount(steps.dependencies(rest), { accountId: 1, failingForMs: 0 });
}

const fill = makeFill({ exchangeTradeId: '4-1', executedAt: instantAt(1_000) });

it('an ended order that a read shows alive is asked about until it has ended there', async () => {
  await abandoned('asked-on', '1', '6 s');
  const answers: ListedOrder[] = [alive('asked-on', '1'), alive('asked-on', '1')];
  const ended = { ...alive('asked-on', '1'), status: 'CANCELLED' } as const;
  const rest = { fetchOrder: () => Promise.resolve(answers.shift() ?? ended) };
  const deps = steps.dependencies(rest);
  const confirm = () => confirmEnded(deps, rest as unknown as ExchangeRest, 1);
  await confirm();
  await confirm();
  expect(await failedRow('asked-on')).toMatchObject({ is_confirmed: false });
  await confirm();
  expect(await failedRow('asked-on')).toMatchObject({ is_confirmed: true });
});

it('ended orders that live on do not keep the others from being asked about', async () => {
  const many = Array.from({ length: 60 }, (_, index) => `many-${index}`);
  for (const id of many) await abandoned(id, id, '6 s');
  const asked = new Set<string>();
  const rest: Partial<ExchangeRest> = {
    fetchOrder: ({ clientOrderId }) => {
      asked.add(clientOrderId);
      return Promise.resolve(alive(clientOrderId, clientOrderId));
    },
  };
  const deps = steps.dependencies(rest);
  for (let turn = 0; turn < 3; turn += 1) await confirmEnded(deps, rest as ExchangeRest, 1);
  expect([...asked].sort()).toEqual([...many].sort());
  await steps.database.sql`delete from failed_orders where client_order_id like 'many-%'`;
});

it('the operator is told once of an ended order that the exchange still has open', async () => {
  await abandoned('still-open', '2', '2 minutes');
  await compare([alive('still-open', '2')]);
  await compare([alive('still-open', '2')]);
  const alerts = await alertsOf('still-open');
  expect(alerts).toMatchObject([{ code: 'ORDER_STILL_OPEN' }]);
  expect(alerts[0]?.message).toMatch(/order still-open \(BTC\/USDT\) .*CANCELLED.* order 2 .*late/);
});

it('a list that lags behind the end of an order is no reason to alert', async () => {
  await abandoned('lagging', '3', '31 s');
  await compare([alive('lagging', '3')]);
  expect(await alertsOf('lagging')).toEqual([]);
});

it('an order that counted as never arrived and is open is told, and asked about', async () => {
  const { db } = steps.database;
  const request = await steps.deliver('arrived');
  const { mark } = await steps.claim(request);
  const refusal = { status: 'DENIED', code: 'ORDER_NEVER_ARRIVED', reason: 'not found' } as const;
  await refuseSubmission(db, request, mark, refusal);
  await endedAgo(request, '2 minutes');
  await compare([alive('arrived', '4')]);
  expect(await alertsOf('arrived')).toMatchObject([{ code: 'ORDER_STILL_OPEN' }]);
  expect(await failedRow('arrived')).toEqual({ exchange_order_id: '4', is_confirmed: false });
  const filled = { ...alive('arrived', '4'), filledQuantity: '1', status: 'FILLED' } as const;
  const fetchOrder = () => Promise.resolve(filled);
  const rest = { fetchOrder, fetchFills: () => Promise.resolve([fill]) };
  await confirmEnded(steps.dependencies(rest), rest as unknown as ExchangeRest, 1);
  const trades = await steps.database.sql`
    select quantity::text, strategy_id from trades where client_order_id = 'arrived'`;
  expect(trades).toEqual([{ quantity: '1', strategy_id: 1 }]);
});
