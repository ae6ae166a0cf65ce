import { describe, expect, it } from 'vitest';
import { concludeOrder } from '../../../src/domain/merge.js';
import { makeFill } from './support.js';

const half = makeFill({ exchangeTradeId: '1', quantity: '0.5' });
const rest = makeFill({ exchangeTradeId: '2', quantity: '0.5' });
const open = { status: 'PARTIALLY_FILLED', quantity: '1' } as const;

describe('an order of which nothing is left to fill', () => {
  it('is asked about until the exchange says that it ended: it may have been raised', () => {
    expect(concludeOrder(open, null, [half, rest])).toMatchObject({
      status: 'PARTIALLY_FILLED',
      isIncomplete: true,
    });
  });

  it('ends when the exchange says so', () => {
    const seen = { status: 'FILLED', filledQuantity: '1' } as const;
    expect(concludeOrder(open, seen, [half, rest])).toMatchObject({
      status: 'FILLED',
      isIncomplete: false,
      isOverfilled: false,
    });
  });
});

describe('an order that filled further than what we know it asks for', () => {
  const more = makeFill({ exchangeTradeId: '3', quantity: '0.5' });

  it('is not called overfilled while it is open', () => {
    const seen = { status: 'PARTIALLY_FILLED', filledQuantity: '1.5' } as const;
    const conclusion = concludeOrder(open, seen, [half, rest, more]);
    expect(conclusion).toMatchObject({ status: 'PARTIALLY_FILLED', isOverfilled: false });
  });

  it('is called overfilled once it has ended', () => {
    const seen = { status: 'FILLED', filledQuantity: '1.5' } as const;
    expect(concludeOrder(open, seen, [half, rest, more]).isOverfilled).toBe(true);
  });
});

describe('an order that is called filled although nothing of it was', () => {
  const accepted = { status: 'NEW', quantity: '1' } as const;
  const seen = { status: 'FILLED', filledQuantity: '0' } as const;

  it('waits for its fills at first: they may be listed late', () => {
    expect(concludeOrder(accepted, seen, [])).toMatchObject({ status: 'NEW', isIncomplete: true });
  });

  it('has expired once that was said for long enough', () => {
    expect(concludeOrder(accepted, seen, [], { mayEndEmpty: true })).toMatchObject({
      status: 'EXPIRED',
      filledQuantity: '0',
      isIncomplete: false,
      isEmpty: true,
    });
  });

  it.each([
    ['a recorded fill', seen, [half], 'FILLED'],
    ['a quantity of which no fill is listed', { ...seen, filledQuantity: '0.5' }, [], 'NEW'],
    ['another end', { ...seen, status: 'CANCELLED' as const }, [], 'CANCELLED'],
  ])('is not taken for that with %s', (_, view, fills, status) => {
    expect(concludeOrder(accepted, view, fills, { mayEndEmpty: true })).toMatchObject({
      status,
      isEmpty: false,
    });
  });
});
