import type { FailureRule } from '../failure.js';
import { USED_ID } from '../kit/korean/errors.js';

/**
 * What error answers prove of a submission. Source: docs.upbit.com, "REST API Guide", errors.
 *
 * Only names that are documented as a refusal are one. The name for an `identifier` that was used
 * before is not documented, and such an answer to a second attempt must not be taken for a refusal;
 * so any other answer leaves it open, and the order is asked for by its identifier.
 */
const rules: readonly FailureRule[] = [
  // Rate limits: turned away at the door, whatever the body says.
  { status: [429, 418], verdict: 'not_sent' },
  { codes: ['too_many_requests'], verdict: 'not_sent' },
  // An identifier is used up even by a request that was refused: that it was used proves no order.
  { words: USED_ID, verdict: 'unknown' },
  // Parameters, price grid, minimum, balance.
  { codes: ['create_ask_error', 'create_bid_error', 'validation_error'], verdict: 'refused' },
  { codes: ['invalid_price_ask', 'invalid_price_bid'], verdict: 'refused' },
  { codes: ['under_min_total_ask', 'under_min_total_bid'], verdict: 'refused' },
  { codes: ['insufficient_funds_ask', 'insufficient_funds_bid'], verdict: 'refused' },
  // Key, signature, permission, address.
  { codes: ['invalid_access_key', 'jwt_verification', 'expired_access_key'], verdict: 'refused' },
  {
    codes: ['invalid_query_payload', 'out_of_scope', 'no_authorization_i_p'],
    verdict: 'refused',
  },
  // `nonce_used` too: nonces are random, so the request itself has come twice, and the first may
  // have passed.
  { verdict: 'unknown' },
];

export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = { upbit: rules };
