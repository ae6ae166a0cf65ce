import type { FailureRule } from '../failure.js';
import { USED_ID } from '../kit/korean/errors.js';

/**
 * What error answers prove about a submission. Source: apidocs.bithumb.com, "API 주요 에러 코드".
 *
 * Only names that are documented as refusals count as refusals. Bithumb does not document how it
 * answers a `client_order_id` that was used before, nor whether a refused request uses it up.
 * Therefore any other answer leaves the outcome open, and we look the order up by its id.
 */
const rules: readonly FailureRule[] = [
  // Rate limits: the exchange turned the request away, whatever the body says.
  { status: [429, 418], verdict: 'not_sent' },
  { codes: ['too_many_requests'], verdict: 'not_sent' },
  // The token was too old or our clock is off: Bithumb looked at the token only.
  { codes: ['expired_jwt'], verdict: 'not_sent' },
  { words: USED_ID, verdict: 'unknown' },
  // Parameters, price grid, minimum, balance, or a match with an order of the same account.
  { codes: ['invalid_parameter', 'currency does not have a valid value'], verdict: 'refused' },
  { codes: ['invalid_price', 'invalid_price_ask', 'invalid_price_bid'], verdict: 'refused' },
  { codes: ['under_price_limit_ask', 'under_price_limit_bid'], verdict: 'refused' },
  { codes: ['insufficient_funds_ask', 'insufficient_funds_bid'], verdict: 'refused' },
  { codes: ['cross_trading', 'bank_account_required'], verdict: 'refused' },
  // Key, signature, permission, address.
  {
    codes: ['invalid_access_key', 'jwt_verification', 'two_factor_auth_required'],
    verdict: 'refused',
  },
  { codes: ['invalid_query_payload', 'out_of_scope', 'NotAllowIP'], verdict: 'refused' },
  { codes: ['blocked_member_id'], verdict: 'refused' },
  // Includes `order_not_ready`: Bithumb took the order in and is still processing it.
  { verdict: 'unknown' },
];

export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = { bithumb: rules };
