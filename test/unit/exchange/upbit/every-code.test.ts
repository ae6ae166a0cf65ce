import { describeEveryCode } from '../kit/every-code.js';

describeEveryCode({
  table: 'upbit',
  ccxtClass: 'upbit',
  listedByCcxt: 13,
  form: /^(400|[a-z]+(_[a-z]+)+)$/,
  documented: [
    ...['create_ask_error', 'create_bid_error', 'validation_error', '400'],
    ...['insufficient_funds_ask', 'insufficient_funds_bid', 'invalid_price_ask'],
    ...['invalid_price_bid', 'under_min_total_ask', 'under_min_total_bid'],
    // Not documented, but seen; and the likes of it.
    ...['under_min_total_bid_krw', 'under_min_total_ask_btc', 'under_price_limit_ask'],
    ...['invalid_query_payload', 'jwt_verification', 'expired_access_key', 'nonce_used'],
    ...['no_authorization_i_p', 'out_of_scope', 'too_many_requests', 'server_error'],
  ],
  status: (name) => {
    if (name === 'order_not_found') return 404;
    return /jwt|key|payload|nonce|authorization|scope/.test(name) ? 401 : 400;
  },
  decided: [
    ['not_sent', 'too many requests', ['too_many_requests']],
    ['unknown', 'sent twice, and the first may have made an order', ['nonce_used']],
    ['unknown', 'an error inside the exchange', ['server_error']],
    ['unknown', 'said of an order that exists, so it is not about a new one', ['order_not_found']],
    [
      'refused',
      'key, signature, permission, address, agreement',
      /^(invalid_access_key|jwt_|expired_|invalid_query|no_auth|out_of|thirdparty|This key)/,
    ],
    [
      'refused',
      'the price grid, the least amount, the largest volume',
      /^(under_|invalid_price|vol)/,
    ],
    ['refused', 'money', /funds/],
    ['refused', 'parameters', /^(create_|validation_|400$|side is|Missing request)/],
  ],
});
