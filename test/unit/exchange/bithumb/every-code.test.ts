import { describeEveryCode } from '../kit/every-code.js';

const UNAUTHORISED = /payload|jwt|IP|scope|access_key/;

describeEveryCode({
  table: 'bithumb',
  ccxtClass: 'bithumb',
  listedByCcxt: 15,
  form: /^(400|NotAllowIP|[a-z]+(_[a-z]+)+)$/,
  documented: [
    ...['invalid_parameter', 'invalid_price', 'invalid_price_ask', 'invalid_price_bid'],
    ...['under_price_limit_ask', 'under_price_limit_bid', 'bank_account_required'],
    ...['two_factor_auth_required', 'currency does not have a valid value', 'cross_trading'],
    ...['withdraw_insufficient_balance', 'insufficient_funds_ask', 'insufficient_funds_bid'],
    ...['invalid_query_payload', 'jwt_verification', 'expired_jwt', 'NotAllowIP', 'out_of_scope'],
    ...['invalid_access_key', 'blocked_member_id', 'order_not_found', 'deposit_not_found'],
    ...['withdraw_not_found', 'order_not_ready', 'too_many_requests', 'server_error'],
  ],
  status: (name) => {
    if (name === 'order_not_ready') return 422;
    if (name === 'blocked_member_id') return 403;
    if (name.endsWith('_not_found')) return 404;
    return UNAUTHORISED.test(name) ? 401 : 400;
  },
  decided: [
    ['not_sent', 'too many requests', ['too_many_requests']],
    ['not_sent', 'the token was too old: only the token was looked at', ['expired_jwt']],
    ['unknown', 'it was taken in and is still being processed', ['order_not_ready']],
    ['unknown', 'an error inside the exchange', ['server_error', '5600', 'Database Fail']],
    ['unknown', 'an error inside the exchange, in words', ['Unknown Error']],
    ['unknown', 'said of something that exists, so it is not about a new order', /_not_found$/],
    [
      'refused',
      'key, signature, permission, address, account',
      /jwt|access_key|payload|IP|scope|blocked|bank_|two_factor|Auth Data|Not Member|Apikey|Access/,
    ],
    ['refused', 'the price grid, and the least amount', /^(invalid_price|under_price)/],
    ['refused', 'money', /insufficient/],
    ['refused', 'a match with an order of the same account', ['cross_trading']],
    [
      'refused',
      'parameters, method, address, path',
      /aram|^400$|Bad Request|currency|Adress|After/,
    ],
  ],
});
