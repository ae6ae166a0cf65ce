import { randomInt } from 'node:crypto';
import type { AmendRefusal } from '../../engine/matching.js';
import type { Refusal } from '../../market/settlement.js';
import type { OrderDraft, Side, TimeInForce } from '../../model.js';
import { ZERO } from '../../decimal.js';
import { BinanceError, errors } from './errors.js';
import type { BinanceMarket } from './markets.js';
import type { BinanceParameters } from './parameters.js';

const CLIENT_ID = {
  spot: { pattern: /^[a-zA-Z0-9-_]{1,36}$/, range: '^[a-zA-Z0-9-_]{1,36}$' },
  futures: { pattern: /^[.A-Z:/a-z0-9_-]{1,36}$/, range: '^[\\.A-Z\\:/a-z0-9_-]{1,36}$' },
} as const;
const MAX_CLIENT_ID_LENGTH = 36;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const GENERATED_LENGTH = 22;

/** Returns the client id of a request, or one that is generated as on Binance. */
export function clientIdOf(parameters: BinanceParameters, market: BinanceMarket): string {
  const wanted = parameters.text('newClientOrderId');
  if (wanted === undefined) return generateClientId();
  const { pattern, range } = CLIENT_ID[market];
  if (market === 'futures' && wanted.length > MAX_CLIENT_ID_LENGTH) {
    throw new BinanceError(-4015, 'Client order id length should be less than 36 chars');
  }
  if (!pattern.test(wanted)) throw errors.illegalCharacters('newClientOrderId', range);
  return wanted;
}

/** Returns a new client id. */
export function generateClientId(): string {
  return Array.from({ length: GENERATED_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(
    '',
  );
}

export function sideOf(parameters: BinanceParameters): Side {
  const side = parameters.requiredText('side').toUpperCase();
  if (side !== 'BUY' && side !== 'SELL') throw errors.badSide();
  return side;
}

/**
 * Reads the fields of an order that depend on its type. As on Binance, fields of other types are
 * refused.
 */
export function orderTerms(
  parameters: BinanceParameters,
  market: BinanceMarket,
): Omit<OrderDraft, 'clientOrderId' | 'symbol' | 'side' | 'reduceOnly'> {
  const type = parameters.requiredText('type').toUpperCase();
  switch (type) {
    case 'LIMIT': {
      const wanted = parameters.requiredText('timeInForce');
      const postOnly = market === 'futures' && wanted === 'GTX';
      return {
        type: 'LIMIT',
        postOnly,
        timeInForce: postOnly ? 'GTC' : timeInForce(wanted),
        quantity: parameters.requiredDecimal('quantity'),
        price: parameters.requiredDecimal('price'),
        quoteQuantity: ZERO,
      };
    }
    case 'LIMIT_MAKER':
      if (market === 'futures') throw errors.badOrderType();
      refuse(parameters, 'timeInForce');
      return {
        type: 'LIMIT',
        postOnly: true,
        timeInForce: 'GTC',
        quantity: parameters.requiredDecimal('quantity'),
        price: parameters.requiredDecimal('price'),
        quoteQuantity: ZERO,
      };
    case 'MARKET':
      refuse(parameters, 'price');
      refuse(parameters, 'timeInForce');
      return {
        type: 'MARKET',
        postOnly: false,
        timeInForce: 'GTC',
        price: ZERO,
        ...marketAmount(parameters, market),
      };
    default:
      throw errors.badOrderType();
  }
}

/** Returns Binance's error for an order that the market refused. */
export function refusalError(refusal: Refusal, market: BinanceMarket): BinanceError {
  const isSpot = market === 'spot';
  switch (refusal) {
    case 'DUPLICATE_CLIENT_ID':
      return isSpot
        ? new BinanceError(-2010, 'Duplicate order sent.')
        : new BinanceError(-4116, 'ClientOrderId is duplicated.');
    case 'INSUFFICIENT_FUNDS':
      return isSpot
        ? new BinanceError(-2010, 'Account has insufficient balance for requested action.')
        : new BinanceError(-2019, 'Margin is insufficient.');
    case 'WOULD_MATCH':
      return isSpot
        ? new BinanceError(-2010, 'Order would immediately match and take.')
        : new BinanceError(
            -5022,
            'Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history',
          );
    case 'UNFILLABLE':
      return new BinanceError(
        -5021,
        'Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history',
      );
    case 'REDUCE_ONLY':
      return new BinanceError(-2022, 'ReduceOnly Order is rejected.');
  }
}

/** Returns Binance's error for an amendment that the market refused. The order stays as it was. */
export function amendError(refusal: AmendRefusal, market: BinanceMarket): BinanceError {
  switch (refusal) {
    case 'DUPLICATE_CLIENT_ID':
    case 'INSUFFICIENT_FUNDS':
      return refusalError(refusal, market);
    case 'UNCHANGED':
      if (market === 'futures') return new BinanceError(-5027, 'No need to modify the order.');
      return new BinanceError(-2038, 'The requested action would change no state; rejecting.');
    case 'NOT_AMENDABLE':
    case 'BELOW_FILLED':
      if (market === 'futures') return new BinanceError(-5025, 'Only limit order is supported');
      return new BinanceError(
        -2038,
        'The requested action would not reduce the order, or by more than is left of it.',
      );
  }
}

function marketAmount(
  parameters: BinanceParameters,
  market: BinanceMarket,
): Pick<OrderDraft, 'quantity' | 'quoteQuantity'> {
  if (market === 'futures') {
    return { quantity: parameters.requiredDecimal('quantity'), quoteQuantity: ZERO };
  }
  const quantity = parameters.decimal('quantity');
  const quoteQuantity = parameters.decimal('quoteOrderQty');
  if (quantity && quoteQuantity) throw errors.notRequired('quoteOrderQty');
  if (!quantity && !quoteQuantity) throw errors.missingOneOf('quantity', 'quoteOrderQty');
  return { quantity: quantity ?? ZERO, quoteQuantity: quoteQuantity ?? ZERO };
}

function timeInForce(value: string): TimeInForce {
  if (value !== 'GTC' && value !== 'IOC' && value !== 'FOK') throw errors.badTimeInForce();
  return value;
}

function refuse(parameters: BinanceParameters, name: string): void {
  if (parameters.text(name) !== undefined) throw errors.notRequired(name);
}
