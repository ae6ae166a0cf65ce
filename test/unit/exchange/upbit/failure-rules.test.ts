import { describeFailures, named } from '../kit/korean/failure-cases.js';

describeFailures('upbit', [
  ['too small an order', 400, named('under_min_total_ask'), 'refused'],
  ['terms that do not go together', 400, named('create_bid_error'), 'refused'],
  ['a bad parameter', 400, named('validation_error', 'side is missing'), 'refused'],
  [
    'a bad parameter with words of progress',
    422,
    named('validation_error', 'the timeout of an order in processing is missing'),
    'refused',
  ],
  ['a key that is over', 401, named('expired_access_key'), 'refused'],
  ['an address that is not allowed', 401, named('no_authorization_i_p'), 'refused'],
  // Nonces are random: the same request came twice, and the first may have passed.
  ['a nonce that came before', 401, named('nonce_used'), 'unknown'],
  // Used up by a request that was refused, too: that it was used proves no order.
  ['an identifier that was used, by name', 400, named('duplicate_identifier'), 'unknown'],
  [
    'an identifier that was used, by words',
    400,
    named('validation_error', 'identifier has already been used'),
    'unknown',
  ],
  [
    'an identifier that was used, in Korean',
    400,
    named('create_bid_error', '중복된 identifier 입니다.'),
    'unknown',
  ],
]);
