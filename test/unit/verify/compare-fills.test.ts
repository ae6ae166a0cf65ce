import { describe, expect, it } from 'vitest';
import { compareFills } from '../../../src/verify/compare-fills.js';
import type { ReportedFill } from '../../../src/verify/exchange-side.js';
import { ACCOUNT, executionOf, fillOf, openOrderOf, snapshotOf, tradeOf } from './support.js';

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
