import { describe, expect, it } from 'vitest';
import { compareBook } from '../../../src/verify/compare-book.js';
import { ACCOUNT, openOrderOf, snapshotOf, TERMS, viewOf } from './support.js';

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
