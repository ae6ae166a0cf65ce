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

/** One row of an exchange's table of failures. A field that is left out matches every answer. */
export interface FailureRule {
  /** The exchange's own codes, or its names for errors. */
  readonly codes?: readonly string[];
  readonly status?: readonly number[];
  /** A pattern that the exchange's words must match. */
  readonly words?: RegExp;
  readonly verdict: Verdict;
}
