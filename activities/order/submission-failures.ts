import {
  fitsRule,
  type ExchangeFailure,
  type FailureOrigin,
  type Verdict,
} from '../../src/exchange/failure.js';
import { failureRulesOf } from '../../src/exchange/registry.js';

/** What failures without an answer prove, on every exchange. */
const transport: Readonly<Record<Exclude<FailureOrigin, 'answer'>, Verdict>> = {
  no_connection: 'not_sent',
  paused: 'not_sent',
  too_late: 'not_sent',
  denied: 'refused',
  no_answer: 'unknown',
  unreadable: 'unknown',
};

/**
 * Decides what a failed submission proves, by the first rule of its exchange that fits. ccxt's
 * error classes prove nothing: their mapping depends on the host name. A failure that fits no rule
 * is `unknown`.
 */
export function verdictOn(failure: ExchangeFailure): Verdict {
  if (failure.origin !== 'answer') return transport[failure.origin];
  const { details } = failure;
  const rules = failureRulesOf(details.exchange ?? '');
  return rules.find((rule) => fitsRule(rule, details))?.verdict ?? 'unknown';
}

/** What to do with an order after a failed submission. */
export type NextSubmission =
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** With `isProven`, the order exists, whatever reads say. */
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
