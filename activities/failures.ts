import type { ExchangeFailure } from '../src/exchange/exchange.js';

/** What to do with an order after a submission that was not answered as hoped. */
export type NextSubmission =
  /** It does not exist and never will. */
  | { readonly kind: 'refused'; readonly code: string }
  /** It was not taken; the same order may be sent again after a pause. */
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** It may exist: ask by client order id, never resend blindly. */
  | { readonly kind: 'ask'; readonly isProven: boolean };

const RETRY_AFTER_MS = 500;

/**
 * The one table that turns a failed call into the next step. Each exchange's `codes.ts` sorts its raw
 * codes into the four kinds; whatever it does not list is `unknown`.
 *
 * | kind | proof | next |
 * | --- | --- | --- |
 * | refused | the exchange said no | failed order |
 * | not_sent | no connection, or turned away before the book (rate limit, clock) | again, after Retry-After |
 * | duplicate | an order of this client order id exists | ask until it is found |
 * | unknown | time-out, reset, 5xx, unreadable answer | ask |
 */
export function submissionAfter(failure: ExchangeFailure): NextSubmission {
  switch (failure.kind) {
    case 'refused':
      return { kind: 'refused', code: failure.details.code ?? 'EXCHANGE_REFUSED' };
    case 'not_sent':
      return { kind: 'retry', afterMs: failure.details.retryAfterMs ?? RETRY_AFTER_MS };
    case 'duplicate':
    case 'unknown':
      return { kind: 'ask', isProven: failure.kind === 'duplicate' };
  }
}
