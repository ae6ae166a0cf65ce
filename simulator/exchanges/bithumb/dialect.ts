import { KoreanError } from '../kit/korean/errors.js';
import type { KoreanDialect } from '../kit/korean/dialect.js';
import { seoulSeconds } from '../kit/korean/seoul-time.js';
import { uuidOf } from '../kit/korean/uuids.js';
import type { SecondLimits } from '../kit/korean/rate-limits.js';

/** Calls per second: 140 in each private group, 150 public ones. */
export const BITHUMB_LIMITS: SecondLimits = {
  order: 140,
  exchange: 140,
  quotation: 150,
  connect: 10,
  message: 10,
};

const ORDER_ID = /^C0101(\d{15})$/;
/** How far a token's timestamp may be from the exchange's time. This is a guess. */
const TOKEN_LIFE_MS = 30_000;

/** What is specific to Bithumb: ids, and the names of fields and errors. */
export const BITHUMB: KoreanDialect = {
  market: 'bithumb',
  token: {
    nonceUsed: () => new KoreanError(401, 'jwt_verification', 'The nonce has been used already.'),
    checkClaims({ timestamp }, now) {
      if (timestamp === undefined) {
        throw new KoreanError(401, 'jwt_verification', 'The JWT has no timestamp.');
      }
      if (Math.abs(now - timestamp) > TOKEN_LIFE_MS) {
        throw new KoreanError(401, 'expired_jwt', 'The JWT has expired.');
      }
    },
  },
  orders: {
    typeField: 'order_type',
    clientIdField: 'client_order_id',
    clientId: /^[A-Za-z0-9_-]{1,36}$/,
    types: ['limit', 'price', 'market'],
    invalid: (name) => invalidParameter(`${name} does not have a valid value`),
    badTerms: () => invalidParameter('The order does not go with its type.'),
    badPrice: (side) =>
      new KoreanError(400, `invalid_price_${side}`, 'The price is not a multiple of its unit.'),
    belowMinimum: (side, minimum) =>
      new KoreanError(400, `under_price_limit_${side}`, `The least an order may be is ${minimum}.`),
  },
  ids: {
    orderId: (orderId) => `C0101${String(orderId).padStart(15, '0')}`,
    orderNumber(id) {
      const [, digits] = ORDER_ID.exec(id) ?? [];
      return digits === undefined ? undefined : Number(digits);
    },
    tradeId: (symbol, tradeId) => uuidOf(`bithumb trade ${symbol}`, tradeId),
  },
  fillTime: seoulSeconds, // the stream names milliseconds
  insufficientFunds: (side, asset) =>
    new KoreanError(400, `insufficient_funds_${side}`, `There is not enough ${asset}.`),
  // It is not known whether Bithumb refuses an id that was used before, nor with which answer.
  duplicateId: () =>
    new KoreanError(400, 'duplicate_client_order_id', 'The client_order_id was used already.'),
};

function invalidParameter(message: string): KoreanError {
  return new KoreanError(400, 'invalid_parameter', message);
}
