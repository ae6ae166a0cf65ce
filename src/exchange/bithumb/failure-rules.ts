import type { FailureRule } from '../failure.js';
import { koreanFailureRules, saying } from '../kit/korean/failure-rules.js';

/**
 * Bithumb does not document how it answers a `client_order_id` that was used before, nor whether a
 * refused request uses it up. Source: apidocs.bithumb.com, "API 주요 에러 코드".
 */
const own: readonly FailureRule[] = [
  // The token was too old or our clock is off: Bithumb looked at the token only.
  { codes: ['expired_jwt'], verdict: 'not_sent' },
  // How the first generation of the API named errors inside the exchange.
  ...saying(/^(5600|Database Fail|Unknown Error)$/, 'unknown'),
];

export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = {
  bithumb: koreanFailureRules(own),
};
