import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../../../activities/order/submission-failures.js';
import { ccxtCodes, type CcxtClass } from '../../../kit/exchange/ccxt-codes.js';
import { ExchangeFailure, type Verdict } from '../../../../src/exchange/failure.js';

/** What some codes prove of a submission, and why. The first group with a code decides. */
export type DecidedCodes = readonly [
  verdict: Verdict,
  why: string,
  codes: readonly string[] | RegExp,
];

export interface EveryCode {
  /** The name of the table of failures. */
  readonly table: string;
  readonly ccxtClass: CcxtClass;
  /** How many codes ccxt lists. When an upgrade changes this, look at those that came. */
  readonly listedByCcxt: number;
  /** The codes of the exchange's documentation, which may not all be in ccxt's list. */
  readonly documented: readonly string[];
  /** The HTTP status under which the exchange sends a code. */
  readonly status: (code: string) => number;
  readonly decided: readonly DecidedCodes[];
}

/** Expects that each code of ccxt's table and of the documentation means what was decided. */
export function describeEveryCode(every: EveryCode): void {
  const { table, ccxtClass, listedByCcxt, documented, status, decided } = every;
  const listed = ccxtCodes(ccxtClass);
  const codes = [...new Set([...listed, ...documented])].sort();
  const groupOf = (code: string): DecidedCodes | undefined =>
    decided.find(([, , each]) => (each instanceof RegExp ? each.test(code) : each.includes(code)));

  describe(`every code of ${table}`, () => {
    it('has been looked at', () => {
      expect(listed).toHaveLength(listedByCcxt);
      expect(codes.filter((code) => groupOf(code) === undefined)).toEqual([]);
    });

    it.each(decided)('is %s: %s', (verdict, why) => {
      const own = codes.filter((code) => groupOf(code)?.[1] === why);
      expect(own).not.toEqual([]);
      const found = own.map((code) => {
        const details = { exchange: table, code, httpStatus: status(code), words: code };
        return [code, verdictOn(new ExchangeFailure('test', 'answer', details))];
      });
      expect(found).toEqual(own.map((code) => [code, verdict]));
    });
  });
}
