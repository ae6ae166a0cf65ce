import { describeFault, type Denial } from '../domain/denial.js';
import { redactError, redactText } from '../observability/log.js';

/**
 * Where a call failed. What that proves about an order is decided in one table:
 * `activities/order/submission-failures.ts`.
 */
export type FailureOrigin =
  /** The exchange answered with an error. */
  | 'answer'
  /** No connection could be opened: nothing was sent. */
  | 'no_connection'
  /** The call timed out or the connection was cut: the request may have arrived. */
  | 'no_answer'
  /** The answer is not as documented, such as a page of HTML. */
  | 'unreadable'
  /** We did not ask: the exchange wants a pause, or its limits are nearly used up. */
  | 'paused'
  /** We did not ask, or not for the rest: the caller's time had passed. */
  | 'too_late'
  /** We did not ask and never will: the exchange has no way to express the request. */
  | 'denied';

/** What is known about a failure. */
export interface FailureDetails {
  /** Whose codes these are: a key of the adapter's `failureRules`. */
  readonly exchange?: string;
  /** The exchange's own code, as text, or its name for the error. */
  readonly code?: string;
  /** The exchange's own words. */
  readonly words?: string;
  readonly httpStatus?: number;
  readonly retryAfterMs?: number;
}

/**
 * The one error of the port. It is safe to log, store and show (P6): an exchange may echo our key
 * or token, so the message, the exchange's words and the cause are redacted here.
 */
export class ExchangeFailure extends Error {
  readonly details: FailureDetails;

  constructor(
    message: string,
    readonly origin: FailureOrigin,
    details: FailureDetails = {},
    options?: ErrorOptions,
  ) {
    const cause = redactError(options?.cause);
    super(redactText(message), cause && { cause });
    this.name = 'ExchangeFailure';
    const { code, words } = details;
    this.details = {
      ...details,
      ...(code === undefined ? {} : { code: redactText(code) }),
      ...(words === undefined ? {} : { words: redactText(words) }),
    };
  }
}

/** Returns the failure of a request that we deny before the exchange sees it. */
export function failureOf(denial: Denial): ExchangeFailure {
  return new ExchangeFailure(describeFault(denial), 'denied', { code: denial.code });
}

/** What a failed submission proves. */
export type Verdict =
  /** The exchange refused it: the order does not exist and never will. */
  | 'refused'
  /** It never reached the order book. The same order may be sent again after a pause. */
  | 'not_sent'
  /** The exchange already has an order with this client order id: ask until it is found. */
  | 'duplicate'
  /** Nothing is proven: ask by client order id, and never send again blindly. */
  | 'unknown';

/** An HTTP status, or all of a class. */
export type StatusPattern = number | '4XX' | '5XX';

/**
 * One row of an exchange's table of failures: what answers it fits, and what those prove. The first
 * row that fits decides, and an answer that no row fits proves nothing (`unknown`). A field that is
 * left out matches every answer.
 *
 * The default for codes that no row lists is a row, too (`codes: ANY_CODE`), since only the
 * exchange's own table can know whether all its unclear answers are listed.
 */
export interface FailureRule {
  /** The exchange's own codes, or its names for errors: a list, or a pattern. */
  readonly codes?: readonly string[] | RegExp;
  readonly status?: readonly StatusPattern[];
  /** A pattern that the exchange's words must match. */
  readonly words?: RegExp;
  readonly verdict: Verdict;
}

/** Any code; an answer without one, such as a page of HTML, does not match. */
export const ANY_CODE = /^./s;

/**
 * Words that say that nobody knows what became of a request, in English and Korean. They keep a
 * code that no list has yet from being taken for a refusal. They stand after the listed refusals,
 * and must not be words of ordinary ones: of a maintenance margin, of a withdrawal in progress, of
 * a market under maintenance.
 */
export const UNCLEAR_WORDS = anyOf(
  // Something gave up waiting: not a session that is over, and not a parameter of that name.
  /(?<!\b(session|token|login)( has| is)? )\btimed?[ -]?out\b(?! (parameter|value|must|should|is ))/,
  /(?<!(가능|유효) ?)시간(이|을)? ?초과/,
  // The order itself, or the request, is still on its way.
  /\b(order|request|transaction)s?\b[^.]{0,40}\b(processing|being processed|in process)\b/,
  /\bprocessing (your |the |this )?(order|request)|^(still |in )?processing\W*$/,
  /(?<!(출금|입금|정산|심사|인증|청산) ?)처리 ?중/,
  // Something broke inside the exchange.
  /\bunknown error|\binternal (server )?error/,
  /\b(server|system|service|network)( is)? (error|busy|abnormal)/,
  /\b(server|system|service|exchange)( is)? under maintenance/,
);

function anyOf(...words: readonly RegExp[]): RegExp {
  return new RegExp(words.map((each) => each.source).join('|'), 'i');
}

/** Returns whether an answer is one of those that a row is about. */
export function fitsRule(rule: FailureRule, details: FailureDetails): boolean {
  const { code, words = '', httpStatus = 0 } = details;
  return (
    fitsCode(rule.codes, code) &&
    (rule.status?.some((each) => fitsStatus(each, httpStatus)) ?? true) &&
    (rule.words?.test(words) ?? true)
  );
}

function fitsCode(codes: FailureRule['codes'], code: string | undefined): boolean {
  if (codes === undefined) return true;
  if (code === undefined) return false;
  return codes instanceof RegExp ? codes.test(code) : codes.includes(code);
}

function fitsStatus(pattern: StatusPattern, status: number): boolean {
  if (typeof pattern === 'number') return pattern === status;
  return pattern.startsWith(String(Math.floor(status / 100)));
}
