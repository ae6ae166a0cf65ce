import type { ExchangeFailure, FailureOrigin } from '../src/exchange/exchange.js';

/** What a failed submission proves. */
export type Verdict =
  /** The exchange said no: the order does not exist and never will. */
  | 'refused'
  /** It was turned away before the book; the same order may be sent again after a pause. */
  | 'not_sent'
  /** The exchange has an order of this client order id: ask until it is found. */
  | 'duplicate'
  /** Nothing: ask by client order id, never send again blindly. */
  | 'unknown';

interface Rule {
  /** The exchange's own codes; left out: whatever the code, also none. */
  readonly codes?: readonly string[];
  readonly status?: readonly number[];
  /** What the exchange's words must be like. */
  readonly words?: RegExp;
  readonly verdict: Verdict;
}

/** Failures without an answer, of every exchange. */
const transport: Readonly<Record<Exclude<FailureOrigin, 'answer'>, Verdict>> = {
  no_connection: 'not_sent',
  paused: 'not_sent',
  no_answer: 'unknown',
  unreadable: 'unknown',
};

/**
 * Both markets of Binance. Source: developers.binance.com, "Error Codes" and "General Information on
 * Endpoints". HTTP 4XX: the sender is at fault; 5XX: Binance is, and the execution may have been a success.
 */
const binance: readonly Rule[] = [
  // Rate limits: turned away at the door, whatever the body says.
  { status: [429, 418], verdict: 'not_sent' },
  // Duplicates: -4116 on futures; on spot one of the meanings of -2010.
  { codes: ['-4116'], verdict: 'duplicate' },
  { codes: ['-2010'], words: /duplicate/i, verdict: 'duplicate' },
  // Too many requests, throttled, too many orders, our clock is off.
  { codes: ['-1003', '-1008', '-1015', '-1021'], verdict: 'not_sent' },
  // Unknown error, disconnected, unexpected answer or time-out of the backend.
  { codes: ['-1000', '-1001', '-1006', '-1007'], verdict: 'unknown' },
  // Account and permission: disabled key, bad signature, unknown key, no permission.
  { codes: ['-1002', '-1022', '-2014', '-2015'], verdict: 'refused' },
  // Parameters: malformed, missing, out of range, precision, unknown symbol, too long an id.
  { codes: ['-1013', '-1020', '-1100', '-1101', '-1102', '-1103'], verdict: 'refused' },
  { codes: ['-1104', '-1105', '-1106', '-1108', '-1111', '-1112'], verdict: 'refused' },
  { codes: ['-1114', '-1115', '-1116', '-1117', '-1118', '-1119'], verdict: 'refused' },
  { codes: ['-1120', '-1121', '-1128', '-1130', '-4015'], verdict: 'refused' },
  // The matching engine: rejected, balance, margin, reduce-only, position side, post-only, FOK, notional.
  { codes: ['-2010', '-2018', '-2019', '-2020', '-2021', '-2022'], verdict: 'refused' },
  { codes: ['-2023', '-2024', '-2025', '-2027', '-2028'], verdict: 'refused' },
  { codes: ['-4003', '-4004', '-4005', '-4061', '-4131', '-4164'], verdict: 'refused' },
  { codes: ['-5021', '-5022'], verdict: 'refused' },
];

/**
 * What error answers prove, by exchange; the first rule that fits decides. ccxt's classes cannot: their
 * mapping depends on the host name. What no rule names is `unknown`.
 */
const answers: Readonly<Record<string, readonly Rule[]>> = {
  binance,
  binanceusdm: [
    // Futures name three kinds of 503; only "Unknown error" leaves the execution open. Spot names none.
    {
      status: [503],
      words: /^(Service Unavailable\.|Internal error; unable to process)/,
      verdict: 'not_sent',
    },
    ...binance,
  ],
};

/** Decides what a failed submission proves. */
export function verdictOn(failure: ExchangeFailure): Verdict {
  if (failure.origin !== 'answer') return transport[failure.origin];
  const { exchange = '', code, words = '', httpStatus = 0 } = failure.details;
  const rule = answers[exchange]?.find(
    (each) =>
      (each.codes?.includes(code ?? '') ?? true) &&
      (each.status?.includes(httpStatus) ?? true) &&
      (each.words?.test(words) ?? true),
  );
  if (rule) return rule.verdict;
  // A code that no rule lists: its HTTP status says whose fault it was.
  const isSendersFault = httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408;
  return code !== undefined && isSendersFault ? 'refused' : 'unknown';
}

/** What to do with an order after a submission that was not answered as hoped. */
export type NextSubmission =
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** `isProven`: it exists, whatever reads say. */
  | { readonly kind: 'ask'; readonly isProven: boolean };

const RETRY_AFTER_MS = 500;

/**
 * Turns a failed submission into the next step.
 *
 * | verdict | next |
 * | --- | --- |
 * | refused | failed order |
 * | not_sent | again, after Retry-After |
 * | duplicate | ask until it is found |
 * | unknown | ask by client order id |
 */
export function submissionAfter(failure: ExchangeFailure): NextSubmission {
  const verdict = verdictOn(failure);
  switch (verdict) {
    case 'refused':
      return { kind: 'refused', code: failure.details.code ?? 'EXCHANGE_REFUSED' };
    case 'not_sent':
      return { kind: 'retry', afterMs: failure.details.retryAfterMs ?? RETRY_AFTER_MS };
    case 'duplicate':
    case 'unknown':
      return { kind: 'ask', isProven: verdict === 'duplicate' };
  }
}
