/**
 * Names of errors that mean one thing only, which is a refusal, whatever words come with them.
 * Sources: docs.upbit.com and apidocs.bithumb.com, errors; and ccxt's list.
 */
export const REFUSAL_NAMES = anyOf(
  // Money.
  /(withdraw_)?insufficient_(funds|balance)(_(ask|bid))?/,
  // The price grid, the least amount, the largest volume. Some end in a currency.
  /invalid_(price|funds)(_(ask|bid))?/,
  /under_(min_total|price_limit)(_(ask|bid))?(_[a-z]+)?/,
  /volume_too_large/,
  // A match with an order of the same account.
  /cross_trading/,
  // Key, permission, address, account.
  /(invalid|expired)_access_key|invalid_query_payload|out_of_scope/,
  /no_authorization_i_p|NotAllowIP|thirdparty_agreement_required/,
  /blocked_member_id|bank_account_required|two_factor_auth_required/,
);

/**
 * Names under which all kinds of refusals come. A used id or nonce may be one of them, so its words
 * come first; no other words matter.
 */
export const GENERAL_REFUSAL_NAMES = anyOf(
  /validation_error|invalid_parameter|create_(ask|bid)_error|400/,
  /jwt_verification/,
);

function anyOf(...names: readonly RegExp[]): RegExp {
  return new RegExp(`^(${names.map((each) => each.source).join('|')})$`);
}
