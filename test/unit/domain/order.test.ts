import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/domain/decimal.js';
import {
  describeOrder,
  endedStatus,
  factsOf,
  isAccepted,
  isTerminal,
  OrderStatus,
  requestedFieldsOf,
} from '../../../src/domain/order.js';
import { mergeViews, statusFor } from '../../../src/domain/merge.js';
import { decimalUnits } from './support.js';

interface View {
  readonly status: OrderStatus;
  readonly filledQuantity: string;
}

const filled = fc.nat(100_000_000).map(decimalUnits);
const openStatus = fc.constantFrom<OrderStatus>('PENDING', 'UNKNOWN', 'NEW', 'PARTIALLY_FILLED');
const openView = fc.record({ status: openStatus, filledQuantity: filled });
const anyView = fc.record({
  status: fc.constantFrom(...Object.values(OrderStatus)),
  filledQuantity: filled,
});

/** Views that sources can have of one order: it ends in one way at most, or is filled after all. */
const viewsOfOneOrder = fc
  .tuple(
    fc.array(openView, { maxLength: 6 }),
    fc.constantFrom<OrderStatus>('CANCELLED', 'EXPIRED', 'REJECTED', 'DENIED'),
    fc.array(filled, { maxLength: 3 }),
    fc.array(filled, { maxLength: 2 }),
  )
  .map(([open, end, ended, filledAt]): View[] => [
    ...open,
    ...ended.map((filledQuantity) => ({ status: end, filledQuantity })),
    ...filledAt.map((filledQuantity) => ({ status: OrderStatus.FILLED, filledQuantity })),
  ])
  .filter((views) => views.length > 0);

function mergeAll(views: readonly View[]): View {
  return views.reduce((known, seen) => mergeViews(known, seen));
}

describe('mergeViews', () => {
  it('gives the same result in whatever order views arrive and however often', () => {
    fc.assert(
      fc.property(
        viewsOfOneOrder.chain((views) =>
          fc.tuple(
            fc.constant(views),
            fc.shuffledSubarray([...views, ...views]),
            fc.shuffledSubarray(views, { minLength: views.length }),
          ),
        ),
        ([views, repeated, shuffled]) => {
          expect(mergeAll([...shuffled, ...repeated])).toEqual(mergeAll(views));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('changes nothing when the same view comes twice', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(mergeViews(view, view)).toEqual(view);
      }),
    );
  });

  it('never lets the filled quantity decrease', () => {
    fc.assert(
      fc.property(anyView, anyView, (known, seen) => {
        const merged = mergeViews(known, seen);
        expect(compare(merged.filledQuantity, known.filledQuantity)).toBeGreaterThanOrEqual(0);
        expect(compare(merged.filledQuantity, seen.filledQuantity)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('never leaves a terminal state, except that a cancel can have lost the race to a fill', () => {
    fc.assert(
      fc.property(anyView, anyView, (known, seen) => {
        fc.pre(isTerminal(known.status));
        const { status } = mergeViews(known, seen);
        expect([known.status, OrderStatus.FILLED]).toContain(status);
        expect(isTerminal(status)).toBe(true);
      }),
    );
  });

  it('keeps what a late view of a cancelled order has filled', () => {
    const cancelled: View = { status: 'CANCELLED', filledQuantity: '0' };
    const late: View = { status: 'PARTIALLY_FILLED', filledQuantity: '0.3' };
    expect(mergeViews(cancelled, late)).toEqual({ status: 'CANCELLED', filledQuantity: '0.3' });
  });
});

describe('statusFor', () => {
  it('calls an open order with fills partially filled, and filled when nothing is left', () => {
    expect(statusFor('NEW', '0', '1')).toBe('NEW');
    expect(statusFor('NEW', '0.3', '1')).toBe('PARTIALLY_FILLED');
    expect(statusFor('UNKNOWN', '0.3', '1')).toBe('PARTIALLY_FILLED');
    expect(statusFor('PARTIALLY_FILLED', '1.000', '1')).toBe('FILLED');
  });

  it('leaves a terminal state as it is, whatever was filled', () => {
    expect(statusFor('CANCELLED', '0.3', '1')).toBe('CANCELLED');
    expect(statusFor('EXPIRED', '0', '1')).toBe('EXPIRED');
  });
});

describe('order states', () => {
  it('are terminal, or open, and open ones before NEW are not known to the exchange', () => {
    const terminal = Object.values(OrderStatus).filter(isTerminal);
    expect(terminal).toEqual(['FILLED', 'CANCELLED', 'EXPIRED', 'REJECTED', 'DENIED']);
    expect(isAccepted('PENDING')).toBe(false);
    expect(isAccepted('UNKNOWN')).toBe(false);
    expect(isAccepted('NEW')).toBe(true);
  });
});

describe('describeOrder', () => {
  it('reads well in a list', () => {
    const order = {
      side: 'BUY',
      quantity: '0.5',
      symbol: 'BTC/USDT',
      accountName: 'demo',
    } as const;
    expect(describeOrder(order)).toBe('BUY 0.5 BTC/USDT @ demo');
  });
});

it.each([
  ['rejected', 'REJECTED'],
  ['expired', 'EXPIRED'],
  ['cancelled', 'CANCELLED'],
] as const)('says of a failed order that is %s: %s', (status, expected) => {
  expect(endedStatus(status)).toBe(expected);
});

describe('the fields of an order', () => {
  const facts = {
    accountId: 1,
    strategyId: null,
    clientOrderId: 'ft-1',
    symbol: 'BTC/USDT',
    marketType: 'SPOT',
    side: 'BUY',
    orderType: 'LIMIT',
    quantity: '1',
    price: '50000',
  } as const;
  const requested = { ...facts, timeInForce: 'GTC', reduceOnly: false } as const;

  it('are taken out of a row or request that holds more', () => {
    const row = { id: 7, ...requested, createdAt: '2026-01-01T00:00:00.000Z' };
    expect(factsOf(row)).toEqual(facts);
    expect(requestedFieldsOf(row)).toEqual(requested);
  });
});
