import { KoreanError } from '../kit/korean/errors.js';
import type { KoreanDialect } from '../kit/korean/dialect.js';
import { seoulMilliseconds } from '../kit/korean/seoul-time.js';
import { numberOf, uuidOf } from '../kit/korean/uuids.js';
import type { SecondLimits } from '../kit/korean/rate-limits.js';

/** The limits that Upbit publishes, except that of 100 messages a minute on a stream. */
export const UPBIT_LIMITS: SecondLimits = {
  order: 12,
  exchange: 30,
  quotation: 10,
  connect: 5,
  message: 5,
};

/** The groups' names in the header Remaining-Req. */
export const UPBIT_GROUPS = { order: 'order', exchange: 'default', quotation: 'market' } as const;

/** What is specific to Upbit: ids, and the names of fields and errors. */
export const UPBIT: KoreanDialect = {
  market: 'upbit',
  token: {
    nonceUsed: () => new KoreanError(401, 'nonce_used', 'The nonce has been used already.'),
    checkClaims: () => undefined,
  },
  orders: {
    typeField: 'ord_type',
    clientIdField: 'identifier',
    // Upbit documents no form. Its clients take this one: the unreserved characters of RFC 3986.
    clientId: /^[A-Za-z0-9._~-]{1,64}$/,
    types: ['limit', 'price', 'market', 'best'],
    invalid: (name) =>
      new KoreanError(400, 'validation_error', `${name} does not have a valid value`),
    badTerms: (side) =>
      new KoreanError(400, `create_${side}_error`, 'The order does not go with its type.'),
    badPrice: (side) =>
      new KoreanError(400, `invalid_price_${side}`, 'The price is not a multiple of its unit.'),
    belowMinimum: (side, minimum) =>
      new KoreanError(400, `under_min_total_${side}`, `The least an order may be is ${minimum}.`),
  },
  ids: {
    orderId: (orderId) => uuidOf('upbit order', orderId),
    orderNumber: (uuid) => numberOf('upbit order', uuid),
    tradeId: (symbol, tradeId) => uuidOf(`upbit trade ${symbol}`, tradeId),
  },
  fillTime: seoulMilliseconds,
  insufficientFunds: (side, asset) =>
    new KoreanError(400, `insufficient_funds_${side}`, `There is not enough ${asset}.`),
  // It is known that this is HTTP 400, but not with which name.
  duplicateId: () =>
    new KoreanError(400, 'duplicate_identifier', 'The identifier has been used already.'),
};
