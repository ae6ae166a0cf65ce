import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareExecutions } from '../../../src/domain/fill.js';
import { carryOn, type Fold, type FoldedPosition } from '../../../src/domain/fold.js';
import {
  compareForFold,
  foldPosition,
  type PositionExecution,
} from '../../../src/domain/position.js';
import { decimalUnits, executionFields, instantAt, makeExecution, spot } from './support.js';

/**
 * Takes executions in, one or several at once, as the product does; reports how many it had to fold
 * for it.
 */
class Book {
  readonly executions: PositionExecution[] = [];
  fold: Fold | undefined;
  lastWork = 0;

  take(...batch: PositionExecution[]): void {
    const [first] = [...batch].sort(compareExecutions);
    if (!first) return;
    this.executions.push(...batch);
    const states = this.fold ? [...this.fold.checkpoints, this.fold.newest] : [];
    const passed = states.filter((state) => compareExecutions(state, first) < 0);
    const start: FoldedPosition | undefined = passed.at(-1);
    const rest = this.executions
      .filter((other) => !start || compareExecutions(start, other) < 0)
      .sort(compareForFold);
    this.lastWork = rest.length;
    this.fold = carryOn(spot, passed, rest);
  }
}

/** Folds from the beginning. */
function wholeFold(executions: readonly PositionExecution[]): FoldedPosition | undefined {
  const last = [...executions].sort(compareForFold).at(-1);
  if (!last) return undefined;
  const { executedAt, exchangeTradeId } = last;
  return { ...foldPosition(spot, executions), executedAt, exchangeTradeId };
}

/** One a hundredth of a second, as a busy strategy has them. */
function busy(count: number): PositionExecution[] {
  return Array.from({ length: count }, (_, index) =>
    makeExecution({ exchangeTradeId: String(index), executedAt: instantAt(index * 10) }),
  );
}

/** In the order of their arrival. */
const arrivals = fc
  .array(
    fc.record({
      ...executionFields,
      realizedPnl: fc.option(fc.integer({ min: -9_999, max: 9_999 }).map(decimalUnits)),
      // Close together and far apart: every class of age, and several in one millisecond.
      executedAt: fc.nat(20).map((power) => instantAt(Math.floor(1.9 ** power))),
      // Few, so that a self-trade, whose sides share time and trade id, comes about too.
      exchangeTradeId: fc.nat(40).map(String),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map(withoutRepetitions);

/** An execution is counted once; both sides of a self-trade are two. */
function withoutRepetitions(executions: readonly PositionExecution[]): PositionExecution[] {
  const keyOf = ({ executedAt, exchangeTradeId, side }: PositionExecution) =>
    `${executedAt} ${exchangeTradeId} ${side}`;
  return [...new Map(executions.map((execution) => [keyOf(execution), execution])).values()];
}

describe('a fold that is carried on', () => {
  it('is the fold of all executions, whatever the order they come in', () => {
    fc.assert(
      fc.property(arrivals, (executions) => {
        const book = new Book();
        for (const execution of executions) {
          book.take(execution);
          expect(book.fold?.newest).toEqual(wholeFold(book.executions));
        }
      }),
    );
  });

  it('is the same fold whatever batches the executions come in', () => {
    const batches = arrivals.chain((executions) =>
      fc.tuple(
        fc.constant(executions),
        fc.array(fc.boolean(), { minLength: executions.length, maxLength: executions.length }),
      ),
    );
    fc.assert(
      fc.property(batches, ([executions, cuts]) => {
        const book = new Book();
        let batch: PositionExecution[] = [];
        for (const [index, execution] of executions.entries()) {
          batch.push(execution);
          if (!cuts[index] && index < executions.length - 1) continue;
          book.take(...batch);
          batch = [];
          expect(book.fold?.newest).toEqual(wholeFold(book.executions));
        }
        expect(book.executions).toHaveLength(executions.length);
      }),
      { numRuns: 200 },
    );
  });

  it('does about as much again as an execution is late', () => {
    const book = new Book();
    for (const execution of busy(2_000)) book.take(execution);
    for (const lateMs of [20, 300, 2_000, 15_000]) {
      book.take(
        makeExecution({
          exchangeTradeId: `late ${lateMs}`,
          executedAt: instantAt(1_999 * 10 - lateMs),
        }),
      );
      // Ages of checkpoints are a factor of four apart, and one may have just moved on by its
      // class.
      expect(book.lastWork).toBeLessThan(10 + (lateMs / 10) * 16);
    }
  });

  it('keeps few checkpoints, oldest first', () => {
    const book = new Book();
    for (const execution of busy(2_000)) book.take(execution);
    const kept = book.fold?.checkpoints ?? [];
    expect(kept.length).toBeGreaterThan(3);
    expect(kept.length).toBeLessThanOrEqual(11);
    expect([...kept].sort(compareExecutions)).toEqual(kept);
  });
});
