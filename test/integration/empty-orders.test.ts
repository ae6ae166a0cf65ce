import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyOrder } from '../../activities/order/verify-order.js';
import type { Fill } from '../../src/domain/fill.js';
import type { OrderRequest } from '../../src/domain/order.js';
import { INFER_AFTER_MS, unfilled, type OrderProgress } from '../../src/domain/progress.js';
import type { ListedOrder } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { BareSteps } from '../kit/ledger/bare-steps.js';

let steps: BareSteps;
let order: OrderRequest;
let orders = 0;
/** What the exchange answers. */
let filledQuantity: string;
let status: 'FILLED' | 'NEW';
let fills: readonly Fill[] | 'unread';

beforeAll(async () => {
  steps = await BareSteps.open();
});
afterAll(() => steps?.close());

beforeEach(async () => {
  orders += 1;
  order = await steps.accepted(`o${orders}`, String(orders));
  [filledQuantity, status, fills] = ['0', 'FILLED', []];
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => void vi.useRealTimers());

function fill(quantity: string): Fill {
  return {
    exchangeTradeId: '1',
    price: '100',
    quantity,
    isMaker: false,
    fee: '0',
    feeAsset: null,
    realizedPnl: null,
    executedAt: '2026-01-01T00:00:00.000Z',
  };
}

const unanswered = () => Promise.reject(new ExchangeFailure('no answer', 'no_answer'));

/** Lets an order be asked about by a step of its workflow. */
function ask(known: OrderProgress, isAnswered = true): Promise<OrderProgress> {
  const { clientOrderId, symbol } = order;
  const listed = { clientOrderId, exchangeOrderId: String(orders), symbol, status, filledQuantity };
  const deps = steps.dependencies({
    fetchOrder: () => (isAnswered ? Promise.resolve(listed as ListedOrder) : unanswered()),
    fetchFills: () => (fills === 'unread' ? unanswered() : Promise.resolve([...fills])),
  });
  return verifyOrder(deps, { order, updates: [], source: 'poll', known });
}

const accepted = () => unfilled('NEW', { exchangeOrderId: String(orders) });

/** Asks twice, with more than a minute between. */
async function askedForLong(): Promise<OrderProgress> {
  const first = await ask(accepted());
  vi.setSystemTime(Date.now() + INFER_AFTER_MS + 1);
  return ask(first);
}

async function failed(): Promise<unknown> {
  const [row] = await steps.database.sql`
    select status, reason from failed_orders where client_order_id = ${order.clientOrderId}`;
  return row;
}

describe('an order that the exchange calls filled with nothing filled', () => {
  it('waits at first: its fills may be listed late', async () => {
    const first = await ask(accepted());
    expect(first).toMatchObject({ status: 'NEW', isIncomplete: true });
    expect(await ask(first)).toMatchObject({ status: 'NEW', isIncomplete: true });
  });

  it('ends as expired when answers agree for a minute', async () => {
    expect(await askedForLong()).toMatchObject({ status: 'EXPIRED', isIncomplete: false });
    expect(await failed()).toEqual({ status: 'expired', reason: 'done with nothing filled' });
  });

  it('does not end while its fills cannot be read', async () => {
    fills = 'unread';
    expect(await askedForLong()).toMatchObject({ status: 'NEW', isIncomplete: true });
  });

  it('begins to wait anew after an answer that says otherwise, and not after none', async () => {
    const first = await ask(accepted());
    status = 'NEW';
    expect((await ask(first)).emptySince).toBeUndefined();
    expect((await ask(first, false)).emptySince).toBe(first.emptySince);
  });

  it('ends as filled when its fills are listed in time', async () => {
    const first = await ask(accepted());
    [filledQuantity, fills] = ['1', [fill('1')]];
    vi.setSystemTime(Date.now() + INFER_AFTER_MS + 1);
    expect(await ask(first)).toMatchObject({ status: 'FILLED', filledQuantity: '1' });
  });

  it('has a fill that comes after its end counted, and is a trade then', async () => {
    const ended = await askedForLong();
    [filledQuantity, fills] = ['1', [fill('1')]];
    expect(await ask(ended)).toMatchObject({ status: 'FILLED', filledQuantity: '1' });
    expect(await failed()).toBeUndefined();
    const [trade] = await steps.database.sql`
      select status, quantity::text from trades where client_order_id = ${order.clientOrderId}`;
    expect(trade).toEqual({ status: 'FILLED', quantity: '1' });
  });
});
