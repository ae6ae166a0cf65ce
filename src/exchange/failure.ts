import { describeFault, type Denial } from '../domain/denial.js';
import { redactError, redactText } from '../observability/log.js';

/**
 * Where a call went wrong. What that proves of an order is decided in one table:
 * `activities/order/submission-failures.ts`.
 */
export type FailureOrigin =
  /** The exchange answered with an error. */
  | 'answer'
  /** No connection came about: nothing was sent. */
  | 'no_connection'
  /** A time-out, or the connection was cut: the request may have arrived. */
  | 'no_answer'
  /** An answer that is not as documented, such as a page of HTML. */
  | 'unreadable'
  /** We did not ask: the exchange wants a pause, or its limits are nearly used up. */
  | 'paused'
  /** We did not ask and never will: the exchange has no terms for the request. */
  | 'denied';

/** What is known of a failure. */
export interface FailureDetails {
  /** Whose codes they are: a key of the adapter's `failureRules`. */
  readonly exchange?: string;
  /** The exchange's own code, or the name that it gives its errors, as text. */
  readonly code?: string;
  /** The exchange's own words. */
  readonly words?: string;
  readonly httpStatus?: number;
  readonly retryAfterMs?: number;
}

/**
 * The one error of the port. It is safe to log, to store and to show (E6): an exchange
 * may echo our key or token, so the message, the exchange's words and the cause are redacted here.
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
  /** The exchange said no: the order does not exist and never will. */
  | 'refused'
  /** It was turned away before the book; the same order may be sent again after a pause. */
  | 'not_sent'
  /** The exchange has an order of this client order id: ask until it is found. */
  | 'duplicate'
  /** Nothing: ask by client order id, never send again blindly. */
  | 'unknown';

/** One row of an exchange's table of failures; whatever is left out fits every answer. */
export interface FailureRule {
  /** The exchange's own codes or names of errors. */
  readonly codes?: readonly string[];
  readonly status?: readonly number[];
  /** What the exchange's words must be like. */
  readonly words?: RegExp;
  readonly verdict: Verdict;
}
