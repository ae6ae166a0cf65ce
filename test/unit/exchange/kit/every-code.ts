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
  /** What a code looks like, to tell it from ccxt's keys that are an exchange's words. */
  readonly form: RegExp;
  /** Codes under which an exchange sends all kinds of words, so that these decide. */
  readonly wordsDecide?: readonly string[];
  /** Codes that say with HTTP 409 that only a part was carried out. */
  readonly doneInPart?: readonly string[];
}

/** Words that leave open what became of a request, as long as no table has its code. */
const UNCLEAR = 'Unknown error: the request timed out while it was being processed.';
/** HTTP statuses of the sender's fault under which an exchange may send any refusal. */
const SENDERS_FAULT = [400, 401, 403, 404, 409, 422, 451];
/** HTTP statuses under which nothing is a refusal, whatever the code. */
const NO_REFUSAL = [408, 418, 429, 500, 503, 504];

/** Expects that each code of ccxt's table and of the documentation means what was decided. */
export function describeEveryCode(every: EveryCode): void {
  const { table, ccxtClass, listedByCcxt, documented, status, decided, form } = every;
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

    const refusals = codes.filter(
      (code) =>
        form.test(code) &&
        groupOf(code)?.[0] === 'refused' &&
        every.wordsDecide?.includes(code) !== true,
    );
    const verdictsOn = (httpStatus: number) =>
      refusals.map((code) => {
        const details = { exchange: table, code, httpStatus, words: UNCLEAR };
        return [code, verdictOn(new ExchangeFailure('test', 'answer', details))];
      });

    it.each(SENDERS_FAULT)('is refused with HTTP %i, whatever the words', (httpStatus) => {
      const exempt = httpStatus === 409 ? (every.doneInPart ?? []) : [];
      const told = verdictsOn(httpStatus).filter(([code = '']) => !exempt.includes(code));
      expect(told.filter(([, verdict]) => verdict !== 'refused')).toEqual([]);
      expect(told).not.toEqual([]);
    });

    it.each(NO_REFUSAL)('proves no refusal with HTTP %i', (httpStatus) => {
      expect(verdictsOn(httpStatus).filter(([, verdict]) => verdict === 'refused')).toEqual([]);
    });
  });
}
