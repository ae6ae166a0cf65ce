import { expect, it } from 'vitest';
import { highest, isBehind } from '../../../src/domain/marks.js';

it('finds a database behind when any of its sequences is', () => {
  expect(isBehind({ events: 9, orders: 4 }, { events: 10, orders: 4 })).toBe(true);
  expect(isBehind({ events: 10, orders: 3 }, { events: 10, orders: 4 })).toBe(true);
});

it('finds a database behind when a sequence is gone', () => {
  expect(isBehind({ events: 10 }, { events: 10, orders: 4 })).toBe(true);
});

it('finds none behind that has gone on, or of which nothing was seen', () => {
  expect(isBehind({ events: 11, orders: 4, trades: 1 }, { events: 10, orders: 4 })).toBe(false);
  expect(isBehind({ events: 0 }, {})).toBe(false);
});

it('remembers the highest mark of each sequence', () => {
  expect(highest({ events: 9, orders: 4 }, { events: 10, trades: 1 })).toEqual({
    events: 10,
    orders: 4,
    trades: 1,
  });
});
