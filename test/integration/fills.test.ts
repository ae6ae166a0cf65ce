import { beforeEach, expect, it } from 'vitest';
import { settleOrder } from '../../src/books/settle-order.js';
import type { Fill } from '../../src/domain/fill.js';
import type { OrderStatus } from '../../src/domain/order.js';
import { foldPosition } from '../../src/domain/position.js';
import { useBareBooks, type BareBooks } from '../kit/ledger/bare-books.js';
import type { TestDatabase } from '../kit/product/database.js';

let books: BareBooks;
let database: TestDatabase;
let strategyId: number;
let orders = 0;
let clientOrderId: string;

useBareBooks('SPOT', (bare) => {
  books = bare;
  database = bare.database;
});

/** An order of 1 BTC on a strategy of its own. */
beforeEach(async () => {
  orders += 1;
  strategyId = await books.strategy(`s${orders}`);
  clientOrderId = `o${orders}`;
  await books.openOrder({ strategyId, clientOrderId, exchangeOrderId: String(orders) });
});

function fill(id: number, quantity: string, price: string): Fill {
  return {
    exchangeTradeId: String(id),
    price,
    quantity,
    isMaker: true,
    fee: '0.001',
    feeAsset: 'BNB',
    realizedPnl: null,
    executedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString(),
  };
}

interface Seen {
  readonly status: OrderStatus;
  readonly filled: string;
  readonly quote?: string;
  readonly isByCost?: boolean;
}

async function settle(seen: Seen, fills: readonly Fill[], mayInfer = false) {
  const view = {
    status: seen.status,
    filledQuantity: seen.filled,
    exchangeOrderId: String(orders),
    ...(seen.quote === undefined ? {} : { cumulativeQuote: seen.quote }),
    ...(seen.isByCost === undefined ? {} : { isByCost: seen.isByCost }),
  };
  const order = { accountId: books.accountId, clientOrderId };
  const settled = await settleOrder(database.db, order, {
    view,
    fills,
    source: 'poll',
    mayInfer,
  });
  return settled?.progress;
}

const position = () => books.position(strategyId);

async function executions(): Promise<string[]> {
  const rows = await database.sql`
    select exchange_trade_id as id, execution_quantity::text as quantity,
           execution_price::text as price
    from trade_executions where client_order_id = ${clientOrderId} order by executed_at, id`;
  return rows.map((row) => `${row['id']} ${row['quantity']} ${row['price']}`);
}

async function alerts(): Promise<string[]> {
  const rows = await database.sql`
    select code from alerts where client_order_id = ${clientOrderId} order by id`;
  return rows.map((row) => String(row['code']));
}

async function trade(): Promise<Record<string, unknown> | undefined> {
  const [row] = await database.sql`
    select quantity::text, average_price::text as price, status from trades
    where client_order_id = ${clientOrderId}`;
  return row && { ...row };
}

const market = { symbol: 'BTC/USDT', marketType: 'SPOT' } as const;
const first = fill(1, '0.4', '90');
const second = fill(2, '0.6', '100');
const asBought = (fills: readonly Fill[]) =>
  fills.map((each) => ({ ...each, side: 'BUY' as const }));

it('keeps an order open whose end is reported before all of its fills', async () => {
  const progress = await settle({ status: 'CANCELLED', filled: '0.4' }, []);
  expect(progress).toMatchObject({ status: 'NEW', isIncomplete: true });
  expect(await trade()).toBeUndefined();
  await settle({ status: 'CANCELLED', filled: '0.4' }, [first]);
  expect(await trade()).toEqual({ quantity: '0.4', price: '90', status: 'CANCELLED' });
});

it('infers what the exchange will not name, and puts the real fills in its place', async () => {
  await settle({ status: 'PARTIALLY_FILLED', filled: '0.4' }, [first]);
  const whole = { status: 'FILLED', filled: '1', quote: '96' } as const;
  expect(await settle(whole, [])).toMatchObject({ isIncomplete: true });
  expect(await settle(whole, [], true)).toMatchObject({ status: 'FILLED', filledQuantity: '1' });
  expect(await executions()).toEqual(['1 0.4 90', 'inferred 0.6 100']);
  expect(await trade()).toEqual({ quantity: '1', price: '96', status: 'FILLED' });
  expect(await alerts()).toEqual(['FILL_INFERRED']);
  const before = await eventTypes();

  await settle(whole, [first, second]);
  expect(await executions()).toEqual(['1 0.4 90', '2 0.6 100']);
  expect(await trade()).toEqual({ quantity: '1', price: '96', status: 'FILLED' });
  expect(await position()).toEqual({ ...foldPosition(market, asBought([first, second])) });
  // No more is filled than before: only the position is sent anew, since its fees are known now.
  expect(await eventTypes()).toEqual([...before, 'position_updated']);
});

it('lets real fills that come one by one shrink the inferred one', async () => {
  const whole = { status: 'FILLED', filled: '1', quote: '96' } as const;
  await settle(whole, [], true);
  expect(await executions()).toEqual(['inferred 1 96']);
  await settle(whole, [first]);
  expect(await executions()).toEqual(['1 0.4 90', 'inferred 0.6 100']);
  expect(await trade()).toEqual({ quantity: '1', price: '96', status: 'FILLED' });
  await settle(whole, [second]);
  expect(await position()).toEqual({ ...foldPosition(market, asBought([first, second])) });
});

it('keeps the first of two that contradict each other, and alerts', async () => {
  await settle({ status: 'PARTIALLY_FILLED', filled: '0.4' }, [first]);
  await settle({ status: 'PARTIALLY_FILLED', filled: '0.4' }, [{ ...first, quantity: '0.5' }]);
  expect(await executions()).toEqual(['1 0.4 90']);
  expect(await alerts()).toEqual(['FILL_CONFLICT']);
});

it('counts more than was ordered, and alerts', async () => {
  await settle({ status: 'FILLED', filled: '1' }, [first, second]);
  await settle({ status: 'FILLED', filled: '1.5' }, [fill(3, '0.5', '100')]);
  expect(await executions()).toHaveLength(3);
  expect(await trade()).toMatchObject({ quantity: '1.5' });
  expect(await alerts()).toEqual(['OVERFILL']);
});

it('takes what an order by cost was to buy for an estimate, after its end too', async () => {
  const seen = { status: 'CANCELLED', isByCost: true } as const;
  await settle({ ...seen, filled: '1' }, [first, second]);
  await settle({ ...seen, filled: '1.5' }, [fill(3, '0.5', '100')]);
  expect(await trade()).toMatchObject({ quantity: '1.5', status: 'CANCELLED' });
  await settle({ ...seen, status: 'FILLED', filled: '1.6' }, [fill(4, '0.1', '100')]);
  expect(await trade()).toMatchObject({ quantity: '1.6', status: 'FILLED' });
  expect(await alerts()).toEqual([]);
});

it('counts a fill of an order that had ended without one, whose failure then goes', async () => {
  await settle({ status: 'CANCELLED', filled: '0' }, []);
  await settle({ status: 'PARTIALLY_FILLED', filled: '0.4' }, [first]);
  const failed = await database.sql`
    select 1 from failed_orders where client_order_id = ${clientOrderId}`;
  expect(failed).toHaveLength(0);
  expect(await trade()).toEqual({ quantity: '0.4', price: '90', status: 'CANCELLED' });
  expect(await eventTypes()).toEqual([
    'order_cancelled',
    'order_partially_filled',
    'position_updated',
  ]);
});

it('says of an ended order that fills are missing when the exchange reports more', async () => {
  await settle({ status: 'CANCELLED', filled: '0' }, []);
  const progress = await settle({ status: 'CANCELLED', filled: '0.4' }, []);
  expect(progress).toMatchObject({ status: 'CANCELLED', isIncomplete: true });
});

async function eventTypes(): Promise<string[]> {
  const rows = await database.sql`
    select type from order_events where client_order_id = ${clientOrderId} order by id`;
  return rows.map((row) => String(row['type']));
}
