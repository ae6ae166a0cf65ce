import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { applyLateUpdates } from '../../activities/account/apply-late-updates.js';
import { verifyOrder } from '../../activities/order/verify-order.js';
import { settleOrder } from '../../src/books/settle-order.js';
import type { OrderUpdate } from '../../src/domain/order.js';
import { unfilled } from '../../src/domain/progress.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { BareSteps } from '../kit/ledger/bare-steps.js';
import { makeFill } from '../kit/ledger/make-fill.js';

/** All the time that a step has. */
const STEP_MS = 45_000;
/** For how long a comparison may wait for what else the account does in between. */
const BETWEEN_COMPARISONS_MS = 10_000;

let steps: BareSteps;

beforeAll(async () => {
  steps = await BareSteps.open();
});
afterAll(() => steps?.close());

/** Reads whose pages never end: each call takes all the time that it is given. */
function endlessReads(): { rest: Partial<ExchangeRest>; startedAt: number; asked: string[] } {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const startedAt = Date.now();
  const asked: string[] = [];
  const rest: Partial<ExchangeRest> = {
    fetchFills: (order, { endBy } = {}) => {
      asked.push(order.exchangeOrderId);
      if (endBy === undefined) return Promise.reject(new Error('expected a limit, had none'));
      vi.setSystemTime(Math.max(endBy, Date.now()));
      return Promise.reject(new ExchangeFailure('it took too long', 'too_late'));
    },
    fetchOrder: ({ exchangeOrderId }) => {
      asked.push(String(exchangeOrderId));
      vi.setSystemTime(Date.now() + 5_000);
      return Promise.resolve(null);
    },
  };
  return { rest, startedAt, asked };
}

/** An end of which one fill is reported and another is missing. */
function lateEnd(clientOrderId: string, exchangeOrderId: string): OrderUpdate {
  return {
    clientOrderId,
    exchangeOrderId,
    symbol: 'BTC/USDT',
    side: 'BUY',
    status: 'EXPIRED',
    filledQuantity: '0.5',
    fill: makeFill({ exchangeTradeId: `${exchangeOrderId}-2`, quantity: '0.2' }),
    eventAt: new Date().toISOString(),
  };
}

it('late updates of many orders end in time, and what was not read is left for later', async () => {
  const { db, sql } = steps.database;
  const updates: OrderUpdate[] = [];
  for (const id of ['71', '72', '73']) {
    const order = await steps.accepted(`ft-00000000-0000-4000-8000-0000000000${id}`, id);
    const view = { exchangeOrderId: id, status: 'EXPIRED', filledQuantity: '0' } as const;
    await settleOrder(db, order, { view, fills: [], source: 'sync' });
    updates.push(lateEnd(order.clientOrderId, id));
  }
  const outside = ['81', '82', '83'].map((id) => lateEnd(`byhand-${id}`, id));
  updates.push(...outside);
  const { rest, startedAt, asked } = endlessReads();
  const left = await applyLateUpdates(steps.dependencies(rest), { accountId: 1, updates });
  expect(Date.now() - startedAt).toBeLessThanOrEqual(BETWEEN_COMPARISONS_MS);
  const [read, ...unasked] = updates;
  expect(left).toEqual([...unasked, read]);
  expect(asked).not.toContain('81');
  // What the updates themselves said is recorded, whatever else there is to read.
  const recorded = await sql`select exchange_trade_id from trade_executions
    where exchange_order_id in ('71', '72', '73')`;
  expect(recorded).toHaveLength(3);
});

it('an order’s own step ends in time, however many pages its fills have', async () => {
  const order = await steps.accepted('many-pages', '91');
  const { rest, startedAt } = endlessReads();
  const update = { ...lateEnd('many-pages', '91'), status: 'PARTIALLY_FILLED' } as const;
  const progress = await verifyOrder(steps.dependencies(rest), {
    order,
    updates: [update],
    source: 'stream',
    known: unfilled('NEW', { exchangeOrderId: '91' }),
  });
  expect(Date.now() - startedAt).toBeLessThan(STEP_MS);
  expect(progress).toMatchObject({ isIncomplete: true, filledQuantity: '0.2' });
});
