import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAmended,
  newestTerms,
  termsAfter,
  type CurrentTerms,
  type KnownTerms,
} from '../../../src/domain/current-terms.js';
import { decimalUnits, instantAt } from './support.js';

const asked: KnownTerms = { quantity: '1', price: '50000', termsAsOf: null };
const raised: CurrentTerms = { quantity: '2', price: '49000', asOf: instantAt(5) };

/** Reports of different moments: an exchange has one state of an order at each. */
const reports = fc
  .uniqueArray(fc.record({ at: fc.nat(1_000), units: fc.integer({ min: 1, max: 1_000_000 }) }), {
    selector: ({ at }) => at,
    minLength: 1,
    maxLength: 8,
  })
  .map((rows): CurrentTerms[] =>
    rows.map(({ at, units }) => ({
      quantity: decimalUnits(units),
      price: decimalUnits(units + 1),
      asOf: instantAt(at),
    })),
  );

const afterAll = (seen: readonly CurrentTerms[]): KnownTerms =>
  seen.reduce((known, report) => termsAfter(known, report), asked);

describe('the terms of an order', () => {
  it('are those of the newest report, in whatever order reports come and however often', () => {
    fc.assert(
      fc.property(
        reports.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all]),
            fc.shuffledSubarray(all, { minLength: all.length }),
          ),
        ),
        ([all, repeated, shuffled]) => {
          const newest = all.reduce((left, right) => (left.asOf > right.asOf ? left : right));
          const { quantity, price, asOf } = newest;
          expect(afterAll([...shuffled, ...repeated])).toEqual({
            quantity,
            price,
            termsAsOf: asOf,
          });
          expect(
            [...repeated, ...shuffled].reduce<CurrentTerms | undefined>(newestTerms, undefined),
          ).toEqual(newest);
        },
      ),
    );
  });

  it('are amended once: the same report again changes nothing', () => {
    expect(isAmended(asked, raised)).toBe(true);
    expect(isAmended(termsAfter(asked, raised), raised)).toBe(false);
  });

  it('are not undone by a report that lags behind', () => {
    const old = { quantity: '1', price: '50000', asOf: instantAt(4) };
    const known = termsAfter(asked, raised);
    expect(termsAfter(known, old)).toEqual(known);
    expect(isAmended(known, old)).toBe(false);
  });

  it('are those of the later read, when two states have one time', () => {
    const same = { ...raised, quantity: '3' };
    expect(termsAfter(termsAfter(asked, raised), same).quantity).toBe('3');
    expect(newestTerms(raised, same)).toBe(same);
  });

  it.each([
    ['written with more zeros', { quantity: '1.000', price: '50000.00', asOf: instantAt(5) }],
    ['without a price', { quantity: '1', price: null, asOf: instantAt(5) }],
    ['not at all', undefined],
  ])('are the same when they come %s', (_, report) => {
    expect(isAmended(asked, report)).toBe(false);
    expect(termsAfter(asked, report).price).not.toBeNull();
  });

  it('are taken out of a row that holds more', () => {
    const row = { ...asked, id: 7, status: 'NEW' };
    expect(termsAfter(row, undefined)).toEqual(asked);
  });
});
