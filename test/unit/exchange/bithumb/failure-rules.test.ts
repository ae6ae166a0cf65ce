import { describeFailures, named } from '../kit/korean/failure-cases.js';

describeFailures('bithumb', [
  ['too small an order', 400, named('under_price_limit_bid'), 'refused'],
  ['a bad parameter', 400, named('invalid_parameter', 'invalid client_order_id'), 'refused'],
  [
    'a bad parameter with words of progress',
    422,
    named('invalid_parameter', 'processing type is missing'),
    'refused',
  ],
  ['a match with an own order', 400, named('cross_trading'), 'refused'],
  ['an address that is not allowed', 401, named('NotAllowIP'), 'refused'],
  ['a token that is too old', 401, named('expired_jwt'), 'not_sent'],
  ['an order that is still processed', 422, named('order_not_ready'), 'unknown'],
  ['an id that was used, by name', 400, named('duplicate_client_order_id'), 'unknown'],
  [
    'an id that was used, by words',
    400,
    named('invalid_parameter', 'client_order_id already exists'),
    'unknown',
  ],
]);
