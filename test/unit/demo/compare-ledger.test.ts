import { describe, expect, it } from 'vitest';
import { compareAccount, isDifference } from '../../../src/demo/compare-ledger.js';
import { COMPARED_KINDS, type ComparedKind } from '../../../src/demo/compared-rows.js';
import type { AccountRecords } from '../../../src/demo/database-side.js';
import type { VenueFill, VenueLedger, VenueOrder } from '../../../src/demo/venue-control.js';
import { LEDGER, RECORDS } from './ledger-fixtures.js';

/** What a comparison names: the kind, the thing, and the fields that differ. */
function named(
  records: AccountRecords,
  ledger: VenueLedger,
  habits: Parameters<typeof compareAccount>[2] = {},
): [ComparedKind, string, ...string[]][] {
  return compareAccount(records, ledger, habits)
    .filter(isDifference)
    .map(({ kind, key, differing }) => [kind, key, ...differing]);
}

/** The same without the fields. */
const things = (records: AccountRecords, ledger: VenueLedger) =>
  named(records, ledger).map(([kind, key]) => [kind, key]);

const LISTS = {
  execution: 'executions',
  trade: 'trades',
  'open order': 'openOrders',
  'failed order': 'failedOrders',
  position: 'positions',
} as const satisfies Record<ComparedKind, keyof AccountRecords>;
const KEYS: Record<ComparedKind, string> = {
  execution: 'ETH/USDT #1',
  trade: 'ft-filled',
  'open order': 'ft-open',
  'failed order': 'ft-failed',
  position: 'breakout ETH/USDT',
};

/** Replaces fields of the first row of a kind. */
function alter(kind: ComparedKind, changes: object): AccountRecords {
  const [first, ...others] = RECORDS[LISTS[kind]];
  return { ...RECORDS, [LISTS[kind]]: [{ ...first, ...changes }, ...others] };
}

const TINY = '0.00000000000000000001';
/** Each column of each table, altered as little as can be, and the fields that name it. */
const ALTERED: readonly [ComparedKind, changes: object, ...fields: string[]][] = [
  ['execution', { exchangeOrderId: '12' }, 'order'],
  ['execution', { clientOrderId: 'ft-open' }, 'clientOrder'],
  ['execution', { side: 'SELL' }, 'side'],
  ['execution', { executionQuantity: `0.4${TINY.slice(2)}` }, 'quantity'],
  ['execution', { executionPrice: `2400${TINY.slice(1)}` }, 'price'],
  ['execution', { fee: `0.1${TINY.slice(2)}` }, 'fee'],
  ['execution', { feeAsset: 'BNB' }, 'feeAsset'],
  ['execution', { feeAsset: null }, 'feeAsset'],
  ['execution', { isMaker: false }, 'isMaker'],
  ['execution', { isMaker: null }, 'isMaker'],
  ['execution', { realizedPnl: TINY }, 'realizedPnl'],
  ['execution', { realizedPnl: null }, 'realizedPnl'],
  ['execution', { executedAt: '1970-01-01T00:00:01.001Z' }, 'executedAt'],
  ['execution', { strategyId: null }, 'owner'],
  ['trade', { exchangeOrderId: '12' }, 'order'],
  ['trade', { symbol: 'BTC/USDT' }, 'symbol'],
  ['trade', { side: 'SELL' }, 'side'],
  ['trade', { strategyId: 2 }, 'owner'],
  ['trade', { price: `2400${TINY.slice(1)}` }, 'limit'],
  ['trade', { orderQuantity: `1${TINY.slice(1)}` }, 'asked'],
  ['trade', { quantity: `1${TINY.slice(1)}` }, 'quantity'],
  ['trade', { averagePrice: `2400.6${TINY.slice(2)}` }, 'averagePrice', 'averageOfTotal'],
  ['trade', { fee: null }, 'totalFee'],
  ['trade', { feeAsset: 'BNB' }, 'totalFeeAsset'],
  ['trade', { fees: { USDT: '0.25', BNB: TINY } }, 'fees'],
  ['trade', { realizedPnl: TINY }, 'realizedPnl'],
  ['trade', { status: 'CANCELLED' }, 'status'],
  ['open order', { exchangeOrderId: null }, 'order'],
  ['open order', { symbol: 'BTC/USDT' }, 'symbol'],
  ['open order', { side: 'BUY' }, 'side'],
  ['open order', { strategyId: null }, 'owner'],
  ['open order', { price: `2400${TINY.slice(1)}` }, 'limit'],
  ['open order', { quantity: `1${TINY.slice(1)}` }, 'quantity'],
  ['open order', { filledQuantity: '0' }, 'filled'],
  ['open order', { status: 'UNKNOWN' }, 'status'],
  ['failed order', { exchangeOrderId: null }, 'order'],
  ['failed order', { symbol: 'BTC/USDT' }, 'symbol'],
  ['failed order', { side: 'SELL' }, 'side'],
  ['failed order', { strategyId: null }, 'owner'],
  ['failed order', { price: `2400${TINY.slice(1)}` }, 'limit'],
  ['failed order', { quantity: `1${TINY.slice(1)}` }, 'asked'],
  ['failed order', { status: 'rejected' }, 'status'],
  ['position', { quantity: `0.75${TINY.slice(2)}` }, 'quantity'],
  ['position', { entryPrice: null }, 'entryPrice'],
  ['position', { realizedPnl: '24.84' }, 'realizedPnl'],
  ['position', { exchangeRealizedPnl: null }, 'exchangeRealizedPnl'],
  ['position', { fees: {} }, 'fees'],
];

describe('a ledger and the tables', () => {
  it('that say the same have no difference', () => {
    expect(named(RECORDS, LEDGER)).toEqual([]);
    expect(compareAccount(RECORDS, LEDGER, {})).toHaveLength(9);
  });

  it.each(ALTERED)('differ by a column: %s %j', (kind, changes, ...fields) => {
    expect(named(alter(kind, changes), LEDGER)).toEqual([[kind, KEYS[kind], ...fields]]);
  });

  it('are compared in every field that is altered here, and in no other', () => {
    for (const kind of COMPARED_KINDS) {
      const [row] = compareAccount(RECORDS, LEDGER, {}).filter((each) => each.kind === kind);
      const altered = ALTERED.flatMap(([of, , ...fields]) => (of === kind ? fields : []));
      expect(Object.keys(row?.exchange ?? {}).sort()).toEqual([...new Set(altered)].sort());
      expect(Object.keys(row?.database ?? {}).sort()).toEqual([...new Set(altered)].sort());
    }
  });

  it.each(COMPARED_KINDS)('differ when the tables lack one %s', (kind) => {
    const [, ...others] = RECORDS[LISTS[kind]];
    const rows = compareAccount({ ...RECORDS, [LISTS[kind]]: others }, LEDGER, {});
    expect(rows.filter(isDifference)).toMatchObject([
      { kind, key: KEYS[kind], exchange: expect.anything(), database: undefined },
    ]);
  });

  it.each(COMPARED_KINDS)('differ when the tables have one %s twice', (kind) => {
    const list = RECORDS[LISTS[kind]];
    const rows = compareAccount({ ...RECORDS, [LISTS[kind]]: [...list, list[0]] }, LEDGER, {});
    expect(rows.filter(isDifference)).toMatchObject([
      { kind, key: KEYS[kind], exchange: undefined, database: expect.anything() },
    ]);
  });

  it('differ when an order that the exchange never had stands as open', () => {
    const [open] = RECORDS.openOrders;
    const ghost = { ...open, clientOrderId: 'ft-ghost' } as typeof open;
    const records = { ...RECORDS, openOrders: [...RECORDS.openOrders, ghost] } as AccountRecords;
    expect(things(records, LEDGER)).toEqual([['open order', 'ft-ghost']]);
  });

  it('agree on an order that was denied here: the exchange need not know it', () => {
    const [failed] = RECORDS.failedOrders;
    const denied = { ...failed, clientOrderId: 'ft-denied', exchangeOrderId: null };
    const failedOrders = [...RECORDS.failedOrders, denied];
    expect(named({ ...RECORDS, failedOrders } as AccountRecords, LEDGER)).toEqual([]);
  });
});

/** Replaces fields of one order or one fill of the ledger. */
function alterOrder(id: string, changes: Partial<VenueOrder>): VenueLedger {
  const orders = LEDGER.orders.map((each) =>
    each.clientOrderId === id ? { ...each, ...changes } : each,
  );
  return { ...LEDGER, orders };
}
function alterFill(index: number, changes: Partial<VenueFill>): VenueLedger {
  return { ...LEDGER, fills: LEDGER.fills.with(index, { ...LEDGER.fills[index]!, ...changes }) };
}

describe('a ledger that says otherwise than the tables', () => {
  it('is named at everything that follows from a fill', () => {
    const position: [ComparedKind, string] = ['position', 'breakout ETH/USDT'];
    expect(named(RECORDS, alterFill(0, { price: '2400.00000001' }))).toEqual([
      ['execution', 'ETH/USDT #1', 'price'],
      ['trade', 'ft-filled', 'averagePrice'],
      [...position, 'entryPrice', 'realizedPnl'],
    ]);
    expect(named(RECORDS, alterFill(2, { realizedPnl: '24.86' }))).toEqual([
      ['execution', 'ETH/USDT #3', 'realizedPnl'],
      [...position, 'exchangeRealizedPnl'],
    ]);
    const lost = { ...LEDGER, fills: LEDGER.fills.slice(1) };
    expect(things(RECORDS, lost)).toEqual([
      ['execution', 'ETH/USDT #1'],
      ['trade', 'ft-filled'],
      position,
    ]);
  });

  it('is named at an order’s total that is not its fills’', () => {
    expect(named(RECORDS, alterOrder('ft-filled', { cumulativeQuote: '2400.7' }))).toEqual([
      ['trade', 'ft-filled', 'averageOfTotal'],
    ]);
  });

  it('is named at an order that ended, or did not', () => {
    expect(things(RECORDS, alterOrder('ft-open', { status: 'CANCELLED' }))).toEqual([
      ['trade', 'ft-open'],
      ['open order', 'ft-open'],
    ]);
    expect(named(RECORDS, alterOrder('ft-failed', { status: 'EXPIRED' }))).toEqual([
      ['failed order', 'ft-failed', 'status'],
    ]);
  });

  it('is named at a second order of one client order id', () => {
    const again = { ...LEDGER.orders[0]!, exchangeOrderId: '99' };
    expect(things(RECORDS, { ...LEDGER, orders: [...LEDGER.orders, again] })).toEqual([
      ['trade', 'ft-filled'],
    ]);
  });

  it('is named at an order of ours that the tables call adopted, and the other way round', () => {
    const asked = new Map([...RECORDS.strategyOf, ['byhand', 'breakout'] as const]);
    expect(named({ ...RECORDS, strategyOf: asked }, LEDGER)).toEqual([
      ['execution', 'BTC/USDT #1', 'owner'],
      ['trade', 'byhand', 'owner'],
      ['position', 'breakout BTC/USDT', ...Object.keys(RECORDS.positions[0] ?? {}).slice(2)],
    ]);
  });
});

describe('an exchange with habits', () => {
  it('may leave unsaid what the tables do not say either', () => {
    const unsaid = alter('execution', { isMaker: null });
    expect(named(unsaid, LEDGER, { unreported: ['isMaker'] })).toEqual([]);
    const wrong = alter('execution', { isMaker: false });
    expect(named(wrong, LEDGER, { unreported: ['isMaker'] })).toHaveLength(1);
  });

  it('buys at the market by cost: only there the quantity asked for is an estimate', () => {
    const habits = { buysByCost: true };
    expect(named(alter('trade', { orderQuantity: '2' }), LEDGER, habits)).toEqual([
      ['trade', 'ft-filled', 'asked'],
    ]);
    const [first, byCost] = RECORDS.trades;
    const estimated = { ...byCost, orderQuantity: '2' } as typeof byCost;
    const records = { ...RECORDS, trades: [first, estimated] } as AccountRecords;
    expect(named(records, LEDGER, habits)).toEqual([]);
    expect(named(records, LEDGER)).toEqual([['trade', 'byhand', 'asked']]);
  });
});

describe('an exchange that reports some times to the second', () => {
  const second = (at: number) => at - (at % 1_000);
  const exact: VenueLedger = {
    ...LEDGER,
    fills: LEDGER.fills.map((fill) => ({ ...fill, at: second(fill.at) + 345 })),
  };
  const records: AccountRecords = {
    ...RECORDS,
    executions: RECORDS.executions.map((row) => ({
      ...row,
      executedAt: new Date(second(Date.parse(row.executedAt))).toISOString(),
    })),
  };

  it('agrees with what was recorded to the second', () => {
    expect(named(records, exact, { roundsTimes: true })).toEqual([]);
    expect(named(records, exact)).not.toEqual([]);
  });

  it('does not agree with another second', () => {
    const later: VenueLedger = {
      ...exact,
      fills: exact.fills.map((fill) => ({ ...fill, at: fill.at + 1_000 })),
    };
    expect(named(records, later, { roundsTimes: true })).toContainEqual([
      'execution',
      KEYS.execution,
      'executedAt',
    ]);
  });
});
