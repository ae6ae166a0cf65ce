import type { FailureRule } from '../failure.js';
import { USED_ID } from '../kit/korean/errors.js';

/**
 * What error answers prove about a submission. Source: docs.upbit.com, "REST API Guide", errors.
 *
 * Only names that are documented as refusals count as refusals. The name for an `identifier` that
 * was used before is not documented, and such an answer to a second attempt must not be taken for a
 * refusal. Therefore any other answer leaves the outcome open, and we look the order up by its
 * identifier.
 */
const rules: readonly FailureRule[] = [
  // Rate limits: the exchange turned the request away, whatever the body says.
  { status: [429, 418], verdict: 'not_sent' },
  { codes: ['too_many_requests'], verdict: 'not_sent' },
  // Even a refused request uses its identifier up, so a used identifier does not prove that an
  // order exists.
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
  // Includes `nonce_used`: nonces are random, so the request itself must have come twice, and the
  // first one may have succeeded.
  { verdict: 'unknown' },
];

export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = { upbit: rules };
