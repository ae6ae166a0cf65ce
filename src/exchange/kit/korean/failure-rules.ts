import { ANY_CODE, UNCLEAR_WORDS, type FailureRule, type Verdict } from '../../failure.js';
import { USED_ID } from './errors.js';
import { GENERAL_REFUSAL_NAMES, REFUSAL_NAMES } from './refusal-names.js';

/** A token's nonce that came before: nonces are random, so the request itself came twice. */
const USED_NONCE = /nonce/i;

/** A name, not a number: by these, a router or a proxy complains, with the HTTP status. */
const NEW_NAME = /^\D/;

/**
 * What error answers of either exchange prove about a submission. The first rule that fits decides.
 *
 * Not every name is documented, as both exchanges say. So an answer with a name is a refusal with
 * its message under any status of the sender's fault (4XX). It is one about this request only: of
 * an earlier one that was not answered, it proves nothing. What is unclear has names or words that
 * are listed here, or another status; with a name that is not listed, also 408 and 409.
 *
 * @param own the rules of one exchange, which come first
 */
export function koreanFailureRules(own: readonly FailureRule[] = []): readonly FailureRule[] {
  return [
    // Rate limits: the exchange turned the request away, whatever the body says.
    { status: [429, 418], verdict: 'not_sent' },
    { codes: ['too_many_requests'], verdict: 'not_sent' },
    ...own,
    // A gateway gave up waiting, whatever the body says.
    { status: [408], verdict: 'unknown' },
    { codes: REFUSAL_NAMES, status: ['4XX'], verdict: 'refused' },
    // An order with this id may exist, or not: a refused request may use its id up as well.
    ...saying(USED_ID, 'unknown'),
    // The first of two equal requests may have succeeded.
    ...saying(USED_NONCE, 'unknown'),
    // Errors inside the exchange, and orders that it took in and is still processing.
    { codes: ['server_error', 'internal_server_error', 'order_not_ready'], verdict: 'unknown' },
    // Said of something that exists or existed, so it is not about a new order.
    { codes: ['order_not_found', 'deposit_not_found', 'withdraw_not_found'], verdict: 'unknown' },
    { codes: GENERAL_REFUSAL_NAMES, status: ['4XX'], verdict: 'refused' },
    { words: UNCLEAR_WORDS, verdict: 'unknown' },
    // A conflict may be one with this very order.
    { status: [409], verdict: 'unknown' },
    { codes: NEW_NAME, status: ['4XX'], verdict: 'refused' },
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
