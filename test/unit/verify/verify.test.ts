import type { ExecutionMark } from '../../../src/domain/fill.js';
import { describe, expect, it } from 'vitest';
import { formatVerification } from '../../../src/cli/verification-report.js';
import type { AccountFill, ExchangeRest, ListedOrder } from '../../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../../src/exchange/failure.js';
import type { Snapshot } from '../../../src/queries/snapshot.js';
import { verify, type VerificationParts } from '../../../src/verify/verify.js';
import {
  executionOf,
  fillOf,
  openOrderOf,
  positionOf,
  snapshotOf,
  tradeOf,
  viewOf,
} from './support.js';

interface Answers {
  readonly fills?: readonly AccountFill[];
  readonly ofOrder?: readonly AccountFill[];
  readonly openOrders?: readonly ListedOrder[];
}

/** An exchange that answers each look with the next of `looks`, and from then on with the last. */
function exchangeOf(...looks: (Answers | ExchangeFailure)[]) {
  const asked: (string | null)[] = [];
  let look = -1;
  const current = (): Answers => {
    const answers = looks[Math.min(look, looks.length - 1)] ?? {};
    if (answers instanceof ExchangeFailure) throw answers;
    return answers;
  };
  const rest = {
    fetchOpenOrders: () => {
      look += 1;
      return Promise.resolve().then(() => [...(current().openOrders ?? [])]);
    },
    fetchAccountFills: (_: string, from: ExecutionMark | null) => {
      asked.push(from?.exchangeTradeId ?? null);
      return Promise.resolve([...(current().fills ?? [])]);
    },
    fetchFills: () => Promise.resolve([...(current().ofOrder ?? [])]),
  } as unknown as ExchangeRest;
  return { rest, asked, looks: () => look + 1 };
}

function partsOf(
  snapshots: Snapshot | Snapshot[],
  rest: ExchangeRest,
  accounts = [{ id: 1, name: 'main' }],
): VerificationParts {
  const rows = [snapshots].flat();
  return {
    readSnapshot: () => Promise.resolve((rows.length > 1 ? rows.shift() : rows[0])!),
    accounts,
    openRest: () => Promise.resolve(rest),
    pausesMs: [0, 0],
  };
}

const traded = snapshotOf({
  executions: [executionOf()],
  positions: [positionOf()],
  trades: [tradeOf()],
});

describe('verify', () => {
  it('finds nothing, in one look, where both sides agree', async () => {
    const exchange = exchangeOf({ fills: [fillOf()] });
    const found = await verify(partsOf(traded, exchange.rest));
    expect(found).toMatchObject({
      differences: [],
      recomputed: { executions: 1, positions: 1, trades: 1, openOrders: 0 },
      compared: [{ accountId: 1, account: 'main', fills: 1 }],
      notCompared: [],
    });
    expect(exchange.asked).toEqual(['100']);
    expect(formatVerification(found)).toMatch(/^0 differences\n/);
  });

  it('forgets a difference that is gone when it looks again', async () => {
    const late = exchangeOf({}, { fills: [fillOf()] });
    expect((await verify(partsOf(traded, late.rest))).differences).toEqual([]);
    expect(late.looks()).toBe(2);
    // The other way round: the database was late.
    const open = { openOrders: [openOrderOf()], trades: [], executions: [], positions: [] };
    const behind = [snapshotOf(open), snapshotOf({ ...open, openOrders: [] })];
    const ended = exchangeOf({ openOrders: [] });
    expect((await verify(partsOf(behind, ended.rest))).differences).toEqual([]);
  });

  it('forgets a difference that is another one at each look: both sides move', async () => {
    const moving = ['1', '2', '3'].map((filledQuantity) => ({
      openOrders: [viewOf({ filledQuantity })],
    }));
    const found = await verify(
      partsOf(snapshotOf({ openOrders: [openOrderOf()] }), exchangeOf(...moving).rest),
    );
    expect(found.differences).toEqual([]);
  });

  it('keeps what is the same at every look', async () => {
    const exchange = exchangeOf({ openOrders: [viewOf()], fills: [fillOf()] });
    const found = await verify(partsOf(traded, exchange.rest));
    expect(found.differences).toMatchObject([{ kind: 'exchange_order_not_recorded' }]);
    expect(exchange.looks()).toBe(3);
    expect(formatVerification(found)).toMatch(/order is open on the exchange only +ft-1/);
    expect(formatVerification(found)).toMatch(/\n1 difference\n/);
  });

  it('names an account whose exchange cannot be asked, and compares the rest', async () => {
    const exchange = exchangeOf(
      new ExchangeFailure('binance GET openOrders: no answer', 'no_answer'),
    );
    const found = await verify(partsOf(snapshotOf({ ...traded, positions: [] }), exchange.rest));
    expect(found).toMatchObject({
      differences: [{ kind: 'position_missing' }],
      compared: [],
      notCompared: [{ accountId: 1, reason: 'binance GET openOrders: no answer' }],
    });
    expect(formatVerification(found)).toContain('NOT COMPARED: binance GET openOrders: no answer');
  });

  it('asks an order that is older than the first known fill for its own fills', async () => {
    const early = openOrderOf({ clientOrderId: 'ft-0', exchangeOrderId: '9' });
    const exchange = exchangeOf({
      openOrders: [viewOf({ clientOrderId: 'ft-0', exchangeOrderId: '9' })],
      fills: [fillOf()],
      ofOrder: [fillOf({ exchangeTradeId: '99' })],
    });
    const found = await verify(
      partsOf(snapshotOf({ ...traded, openOrders: [early] }), exchange.rest),
    );
    expect(found.differences).toContainEqual(
      expect.objectContaining({ kind: 'fill_not_recorded', subject: 'ft-0 #99' }),
    );
  });

  it('asks for the fills of an order without a number where the list leaves them out', async () => {
    const named = { exchangeOrderId: 'u-1' };
    const snapshot = snapshotOf({
      ...traded,
      executions: [executionOf(named)],
      trades: [tradeOf(named)],
    });
    const resting = exchangeOf({ ofOrder: [fillOf(named)] });
    expect((await verify(partsOf(snapshot, resting.rest))).differences).toEqual([]);
    const silent = exchangeOf({});
    expect((await verify(partsOf(snapshot, silent.rest))).differences).toMatchObject([
      { kind: 'execution_not_on_exchange' },
    ]);
  });

  it('asks for all fills of a market in which none is known', async () => {
    const exchange = exchangeOf({ openOrders: [viewOf()] });
    await verify(partsOf(snapshotOf({ openOrders: [openOrderOf()] }), exchange.rest));
    expect(exchange.asked).toEqual([null]);
  });

  it('asks no exchange when it is to compare no account', async () => {
    const found = await verify(partsOf(traded, exchangeOf().rest, []));
    expect(found).toMatchObject({ differences: [], compared: [], notCompared: [] });
    expect(formatVerification(found)).toContain('not compared, none was asked');
  });
});
