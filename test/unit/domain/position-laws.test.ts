import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absolute,
  add,
  compare,
  isZero,
  multiply,
  negate,
  normalise,
  signOf,
  subtract,
} from '../../../src/domain/decimal.js';
import {
  applyExecution,
  FLAT,
  foldPosition,
  type Position,
  type PositionExecution,
} from '../../../src/domain/position.js';
import {
  decimalUnits,
  executionFields,
  futures,
  instantAt,
  makeExecution,
  spot,
} from './support.js';

/** Several executions may share a millisecond; the trade id then decides. */
const executions = fc
  .array(
    fc.record({
      ...executionFields,
      millisecond: fc.nat(6),
    }),
    { maxLength: 12 },
  )
  .map((drafts) =>
    drafts.map(({ millisecond, ...draft }, index) =>
      makeExecution({
        ...draft,
        exchangeTradeId: String(index),
        executedAt: instantAt(millisecond),
      }),
    ),
  );

function prices(): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: 10_000_000 }).map(decimalUnits);
}

/** Buys, and sales of a part of the holding that leave enough of it for the fee. */
const longOnly = fc.array(
  fc.record({
    price: prices(),
    quantity: fc.integer({ min: 1, max: 500_000_000 }).map(decimalUnits),
    feeRate: fc.integer({ min: -10, max: 100 }).map((units) => decimalUnits(units * 10_000)),
    feeAsset: fc.constantFrom('BTC', 'USDT', 'BNB', null),
    /** `null` buys. */
    percent: fc.constantFrom(null, null, '0.01', '0.5', '0.75', '0.98'),
  }),
  { maxLength: 10 },
);

/** Proceeds less costs, without fees. */
function cashFlow(all: readonly PositionExecution[]): string {
  return add(
    ...all.map(({ side, price, quantity }) => {
      const worth = multiply(price, quantity);
      return side === 'SELL' ? worth : negate(worth);
    }),
  );
}

function openValue({ quantity, entryPrice }: Position, price: string): string {
  return entryPrice === null ? '0' : multiply(quantity, subtract(price, entryPrice));
}

/** Only the entry price is rounded, to 18 decimals, once per increase. */
function expectSame(left: string, right: string): void {
  expect(compare(absolute(subtract(left, right)), '0.00000000000001')).toBeLessThan(0);
}

describe('foldPosition, whatever the executions', () => {
  it('gives the same position in whatever order executions are given', () => {
    fc.assert(
      fc.property(
        executions.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        fc.constantFrom(spot, futures),
        ([all, shuffled], market) => {
          expect(foldPosition(market, shuffled)).toEqual(foldPosition(market, all));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('equals the executions applied one by one in their order', () => {
    fc.assert(
      fc.property(executions, fc.constantFrom(spot, futures), (all, market) => {
        const ordered = all.map((execution, index) => ({
          ...execution,
          executedAt: instantAt(index),
        }));
        const stepwise = ordered.reduce<Position>(
          (position, execution) => applyExecution(market, position, execution),
          FLAT,
        );
        expect(stepwise).toEqual(foldPosition(market, ordered));
      }),
      { numRuns: 100 },
    );
  });

  it('holds what was bought less what was sold and what base asset fees took', () => {
    fc.assert(
      fc.property(executions, (all) => {
        const signed = all.map(({ side, quantity }) =>
          side === 'BUY' ? quantity : negate(quantity),
        );
        const baseFees = all.filter(({ feeAsset }) => feeAsset === 'BTC').map(({ fee }) => fee);
        expect(foldPosition(spot, all).quantity).toBe(subtract(add(...signed), add(...baseFees)));
        expect(foldPosition(futures, all).quantity).toBe(add(...signed));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every fee by its asset, a third one too', () => {
    fc.assert(
      fc.property(executions, fc.constantFrom(spot, futures), (all, market) => {
        const { fees } = foldPosition(market, all);
        const sumOf = (asset: string) =>
          add(...all.filter(({ feeAsset }) => feeAsset === asset).map(({ fee }) => fee));
        for (const asset of ['BTC', 'USDT', 'BNB']) expect(fees[asset] ?? '0').toBe(sumOf(asset));
        expect(Object.keys(fees).every((asset) => ['BTC', 'USDT', 'BNB'].includes(asset))).toBe(
          true,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is flat, with the cash flow as its PnL, once everything is closed', () => {
    fc.assert(
      fc.property(executions, prices(), (all, price) => {
        const { quantity } = foldPosition(futures, all);
        const side = signOf(quantity) > 0 ? 'SELL' : 'BUY';
        const close = { side, quantity: absolute(quantity), price } as const;
        const closed = isZero(quantity)
          ? all
          : [...all, makeExecution({ ...close, executedAt: instantAt(100) })];
        const position = foldPosition(futures, closed);
        expect(position).toMatchObject({ quantity: '0', entryPrice: null });
        expectSame(position.realizedPnl, cashFlow(closed));
      }),
      { numRuns: 200 },
    );
  });

  it('takes a flip as the two executions that it is: one that closes, one that opens', () => {
    const flips = fc.record({
      before: executions,
      price: prices(),
      opened: fc.integer({ min: 1, max: 500_000_000 }).map(decimalUnits),
      /** Of the quantity; a rebate too. */
      feeRate: fc.integer({ min: -10, max: 100 }).map((units) => decimalUnits(units * 1_000)),
      // Not the base asset: on spot that fee is taken from the holding itself.
      feeAsset: fc.constantFrom('USDT', 'BNB', null),
      market: fc.constantFrom(spot, futures),
    });
    fc.assert(
      fc.property(flips, ({ before, price, opened, feeRate, feeAsset, market }) => {
        const held = foldPosition(market, before);
        fc.pre(!isZero(held.quantity));
        const side = signOf(held.quantity) > 0 ? ('SELL' as const) : ('BUY' as const);
        const execute = (position: Position, quantity: string) =>
          applyExecution(
            market,
            position,
            makeExecution({ side, price, quantity, fee: multiply(quantity, feeRate), feeAsset }),
          );
        const closing = absolute(held.quantity);
        const flipped = execute(held, add(closing, opened));
        expect(flipped).toEqual(execute(execute(held, closing), opened));
        expect(flipped.quantity).toBe(side === 'SELL' ? negate(opened) : normalise(opened));
        expect(normalise(flipped.entryPrice ?? '0')).toBe(normalise(price));
      }),
      { numRuns: 200 },
    );
  });

  it('is worth, at any price, what its executions brought in and what it holds', () => {
    // realizedPnl + quantity * (p - entryPrice) = cash flow + quantity * p
    fc.assert(
      fc.property(executions, prices(), (all, price) => {
        const position = foldPosition(futures, all);
        expectSame(
          add(position.realizedPnl, openValue(position, price)),
          add(cashFlow(all), multiply(position.quantity, price)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is worth that on spot too, with base asset fees valued where they were taken', () => {
    // What is bought counts as what was received, so a buy's fee never enters the cost: it leaves
    // at the price paid. A sale's fee is taken from the holding, and leaves at its entry price:
    // realizedPnl + quantity * (p - entryPrice) = cash flow + quantity * p + fees so valued
    fc.assert(
      fc.property(longOnly, prices(), (drafts, price) => {
        let position: Position = FLAT;
        let valuedFees = '0';
        const all: PositionExecution[] = [];
        for (const [index, { percent, ...draft }] of drafts.entries()) {
          const quantity = percent === null ? draft.quantity : multiply(position.quantity, percent);
          const side = percent === null ? ('BUY' as const) : ('SELL' as const);
          if (isZero(quantity)) continue;
          const fee = multiply(quantity, draft.feeRate);
          const execution = makeExecution({
            side,
            quantity,
            fee,
            price: draft.price,
            feeAsset: draft.feeAsset,
            exchangeTradeId: String(index),
            executedAt: instantAt(index),
          });
          if (draft.feeAsset === 'BTC') {
            const at = side === 'BUY' ? draft.price : (position.entryPrice ?? '0');
            valuedFees = add(valuedFees, multiply(fee, at));
          }
          position = applyExecution(spot, position, execution);
          all.push(execution);
        }
        expect(foldPosition(spot, all)).toEqual(position);
        expect(signOf(position.quantity)).toBeGreaterThanOrEqual(0);
        expectSame(
          add(position.realizedPnl, openValue(position, price)),
          add(cashFlow(all), multiply(position.quantity, price), valuedFees),
        );
      }),
      { numRuns: 200 },
    );
  });
});
