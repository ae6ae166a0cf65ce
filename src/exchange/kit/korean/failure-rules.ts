import { ANY_CODE, UNCLEAR_WORDS, type FailureRule, type Verdict } from '../../failure.js';
import { USED_ID } from './errors.js';

/** A token's nonce that came before: nonces are random, so the request itself came twice. */
const USED_NONCE = /nonce/i;

/**
 * What error answers of either exchange prove about a submission. The first rule that fits decides.
 *
 * Not every name is documented, as both exchanges say. So a named 400 is a refusal with its
 * message, and so is one of key, signature, permission or address (401, 403). It is one about this
 * request only: of an earlier one that was not answered, it proves nothing. What is unclear has
 * names or words that are listed here, or another status.
 *
 * @param own the rules of one exchange, which come first
 */
export function koreanFailureRules(own: readonly FailureRule[] = []): readonly FailureRule[] {
  return [
    // Rate limits: the exchange turned the request away, whatever the body says.
    { status: [429, 418], verdict: 'not_sent' },
    { codes: ['too_many_requests'], verdict: 'not_sent' },
    ...own,
    // An order with this id may exist, or not: a refused request may use its id up as well.
    ...saying(USED_ID, 'unknown'),
    // The first of two equal requests may have succeeded.
    ...saying(USED_NONCE, 'unknown'),
    // Errors inside the exchange, and orders that it took in and is still processing.
    { codes: ['server_error', 'internal_server_error', 'order_not_ready'], verdict: 'unknown' },
    // Said of an order that exists or existed, so it is not about a new one.
    { codes: ['order_not_found'], verdict: 'unknown' },
    { words: UNCLEAR_WORDS, verdict: 'unknown' },
    { codes: ANY_CODE, status: [400, 401, 403], verdict: 'refused' },
  ];
}

/** Returns the rules for answers that say something by their name or in their words. */
export function saying(what: RegExp, verdict: Verdict): readonly FailureRule[] {
  return [
    { codes: what, verdict },
    { words: what, verdict },
  ];
}
