import { describe, expect, it } from 'vitest';
import { compareBook } from '../../../src/verify/compare-book.js';
import { compareFills } from '../../../src/verify/compare-fills.js';
import type { ReportedFill } from '../../../src/verify/exchange-side.js';
import {
  ACCOUNT,
  executionOf,
  fillOf,
  openOrderOf,
  snapshotOf,
  tradeOf,
  viewOf,
  TERMS,
} from './support.js';

describe('open orders', () => {
  const compare = (own: ReturnType<typeof openOrderOf>[], theirs: ReturnType<typeof viewOf>[]) =>
    compareBook(snapshotOf({ openOrders: own }), ACCOUNT, theirs).differences;

  it('are the same on both sides', () => {
    expect(compare([openOrderOf()], [viewOf()])).toEqual([]);
  });

  it('are missing on one side', () => {
    expect(compare([], [viewOf()])).toMatchObject([
      { kind: 'exchange_order_not_recorded', subject: 'ft-1' },
    ]);
    expect(compare([openOrderOf()], [])).toMatchObject([
      { kind: 'order_not_on_exchange', subject: 'ft-1' },
    ]);
  });

  it('differ in what is filled, in the id, in the side', () => {
    expect(compare([openOrderOf()], [viewOf({ filledQuantity: '1' })])).toMatchObject([
      {
        kind: 'exchange_order_differs',
        fields: [{ field: 'filledQuantity', expected: '1', recorded: '0' }],
      },
    ]);
    expect(compare([openOrderOf({ exchangeOrderId: '11' })], [viewOf()])).toMatchObject([
      { fields: [{ field: 'exchangeOrderId', expected: '10', recorded: '11' }] },
    ]);
    expect(compare([openOrderOf({ clientOrderId: 'ft-2' })], [viewOf()])).toMatchObject([
      { subject: 'ft-2', fields: [{ field: 'clientOrderId', expected: 'ft-1' }] },
    ]);
    expect(compare([openOrderOf()], [viewOf({ terms: { ...TERMS, side: 'SELL' } })])).toMatchObject(
      [{ fields: [{ field: 'side', expected: 'SELL', recorded: 'BUY' }] }],
    );
  });

  it('are kept apart by market: exchanges number each market for itself', () => {
    const kinds = compare([openOrderOf()], [viewOf({ symbol: 'ETH/USDT' })]).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['exchange_order_not_recorded', 'order_not_on_exchange']);
  });

  it.each(['PENDING', 'UNKNOWN'] as const)('may be %s for 30 s, not for longer', (status) => {
    const row = (createdAt: string) => openOrderOf({ status, exchangeOrderId: null, createdAt });
    const [young, old] = [row('2026-03-01T11:59:30.001Z'), row('2026-03-01T11:59:30.000Z')];
    expect(compare([young], [])).toEqual([]);
    expect(compare([young], [viewOf()])).toEqual([]);
    expect(compare([old], [])).toMatchObject([{ kind: 'order_not_on_exchange' }]);
    expect(compare([old], [viewOf()])).toMatchObject([
      { kind: 'exchange_order_differs', fields: [{ field: 'exchangeOrderId' }] },
    ]);
  });

  it('that close whatever is held are counted, and not expected here', () => {
    const closing = viewOf({ clientOrderId: 'web_1', exchangeOrderId: '12', terms: null });
    const openOrders = [openOrderOf()];
    expect(compareBook(snapshotOf({ openOrders }), ACCOUNT, [viewOf(), closing])).toEqual({
      differences: [],
      compared: 1,
      foreign: 1,
    });
  });

  it('of another account are not looked at', () => {
    expect(compare([openOrderOf({ accountId: 2 })], [])).toEqual([]);
  });
});

describe('fills', () => {
  const snapshot = snapshotOf({ executions: [executionOf()] });

  it('are recorded as the exchange reports them, once however often they were asked for', () => {
    expect(compareFills(snapshot, ACCOUNT, [fillOf(), fillOf()])).toEqual({
      differences: [],
      compared: 1,
      foreign: 0,
      tooOld: 0,
    });
  });

  it.each<[keyof ReportedFill, string]>([
    ['side', 'SELL'],
    ['price', '50.01'],
    ['quantity', '2.01'],
    ['fee', '0.11'],
    ['feeAsset', 'BNB'],
    ['realizedPnl', '0.5'],
  ])('differ in %s', (field, expected) => {
    const { differences } = compareFills(snapshot, ACCOUNT, [fillOf({ [field]: expected })]);
    expect(differences).toMatchObject([
      { kind: 'fill_differs', subject: 'ft-1 #100', fields: [{ field, expected }] },
    ]);
  });

  it('may name an asset for a fee of nothing, or not', () => {
    const executions = [executionOf({ fee: '0', feeAsset: null })];
    const { differences } = compareFills(snapshotOf({ executions }), ACCOUNT, [
      fillOf({ fee: '0', feeAsset: 'USDT' }),
    ]);
    expect(differences).toEqual([]);
  });

  it('may lack the PnL that the stream reported: nothing is compared with it', () => {
    const differences = (recorded: string | null) =>
      compareFills(snapshotOf({ executions: [executionOf({ realizedPnl: recorded })] }), ACCOUNT, [
        fillOf({ realizedPnl: null }),
      ]).differences;
    expect(['0', '1.5', null].flatMap(differences)).toEqual([]);
  });

  it.each([
    ['a trade', { trades: [tradeOf()] }],
    ['an open order', { openOrders: [openOrderOf()] }],
    ['a failed order', { failedOrders: [openOrderOf()] }],
  ])('of %s are missing when they are not recorded', (_, known) => {
    const { differences } = compareFills(snapshotOf(known), ACCOUNT, [fillOf()]);
    expect(differences).toMatchObject([{ kind: 'fill_not_recorded', subject: 'ft-1 #100' }]);
  });

  it('of orders that are not ours are counted, even where another market has the number', () => {
    const others = [fillOf({ exchangeOrderId: '11' }), fillOf({ symbol: 'ETH/USDT' })];
    const found = compareFills(snapshot, ACCOUNT, [fillOf(), ...others]);
    expect(found).toEqual({ differences: [], compared: 1, foreign: 2, tooOld: 0 });
  });

  it('are not on the exchange, which matters unless it does not list ones so old', () => {
    expect(compareFills(snapshot, ACCOUNT, []).differences).toMatchObject([
      { kind: 'execution_not_on_exchange', subject: 'ft-1 #100' },
    ]);
    const old = executionOf({ executedAt: '2025-11-01T00:00:00.000Z' });
    const withOld = snapshotOf({ executions: [old] });
    const ninetyDaysMs = 90 * 24 * 3_600_000;
    const forgotten = compareFills(withOld, ACCOUNT, [], ninetyDaysMs);
    expect(forgotten).toMatchObject({ differences: [], tooOld: 1 });
    expect(compareFills(withOld, ACCOUNT, [], null).differences).toHaveLength(1);
  });

  it('are not looked for on the exchange when they were inferred', () => {
    const inferred = executionOf({ isInferred: true, exchangeTradeId: 'inferred' });
    expect(compareFills(snapshotOf({ executions: [inferred] }), ACCOUNT, []).differences).toEqual(
      [],
    );
  });
});
