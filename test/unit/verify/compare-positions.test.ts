import { expect, it } from 'vitest';
import { comparePositions } from '../../../src/verify/compare-positions.js';
import type { PositionRecord } from '../../../src/queries/snapshot.js';
import { executionOf, positionOf, snapshotOf } from './support.js';

it('finds nothing in a position that is the fold of its executions, in any notation', () => {
  const snapshot = snapshotOf({ executions: [executionOf()], positions: [positionOf()] });
  expect(comparePositions(snapshot)).toEqual([]);
});

it.each<[Partial<PositionRecord>, string, string | null, string | null]>([
  [{ quantity: '2.1' }, 'quantity', '2', '2.1'],
  [{ entryPrice: null }, 'entryPrice', '50', null],
  [{ realizedPnl: '0.00000001' }, 'realizedPnl', '0', '0.00000001'],
  [{ exchangeRealizedPnl: null }, 'exchangeRealizedPnl', '0', null],
  [{ fees: { BNB: '0.1' } }, 'fees', '0.1 USDT', '0.1 BNB'],
])('names what is wrong in %o', (changes, field, expected, recorded) => {
  const positions = [positionOf(changes)];
  expect(comparePositions(snapshotOf({ executions: [executionOf()], positions }))).toEqual([
    {
      kind: 'position_differs',
      accountId: 1,
      subject: 'BTC/USDT of breakout',
      fields: [{ field, expected, recorded }],
    },
  ]);
});

it('expects no PnL of the exchange where no execution has one', () => {
  const executions = [executionOf({ realizedPnl: null })];
  const positions = [positionOf({ exchangeRealizedPnl: null })];
  expect(comparePositions(snapshotOf({ executions, positions }))).toEqual([]);
});

it('finds executions without a position, but expects none of an adopted order', () => {
  const adopted = executionOf({ strategyId: null, exchangeTradeId: '101' });
  const found = comparePositions(snapshotOf({ executions: [executionOf(), adopted] }));
  expect(found).toMatchObject([{ kind: 'position_missing', subject: 'BTC/USDT of breakout' }]);
  expect(comparePositions(snapshotOf({ executions: [adopted] }))).toEqual([]);
});

it('finds a position that no execution makes, unless it says that there is nothing', () => {
  const found = comparePositions(snapshotOf({ positions: [positionOf()] }));
  expect(found).toMatchObject([{ kind: 'position_unfounded' }]);
  const empty = {
    quantity: '0',
    entryPrice: null,
    realizedPnl: '0',
    exchangeRealizedPnl: null,
    fees: {},
  };
  expect(comparePositions(snapshotOf({ positions: [positionOf(empty)] }))).toEqual([]);
});
