import { compare, isDecimalString, normalise } from '../domain/decimal.js';
import {
  ORDER_TYPES,
  SIDES,
  TIMES_IN_FORCE,
  type MarketType,
  type OrderRequest,
  type OrderTerms,
  type OrderType,
} from '../domain/order.js';
import { NOTHING_LISTED, readAccountSymbol, type ListedNames } from '../exchange/symbols.js';
import { MAX_ID_LENGTH } from './delivery-id.js';
import { NumberText, showReceived, type JsonObject } from './body.js';
import { Problem, shorten } from './problem.js';

/**
 * The part of an account that an order is read for: the exchange decides how markets are written,
 * and the market type decides which orders are possible.
 */
export interface OrderAccount {
  readonly exchange: string;
  readonly marketType: MarketType;
}

/** The checked content of an alert, in our words. */
export interface OrderBody extends OrderTerms, Pick<OrderRequest, 'symbol' | 'referencePrice'> {
  readonly id: string | undefined;
}

const fields = new Set([
  'strategy',
  'token',
  'id',
  'symbol',
  'side',
  'type',
  'quantity',
  'price',
  'timeInForce',
  'reduceOnly',
]);
/**
 * Postgres' text type does not accept NUL, and no name needs the other control characters. An
 * unpaired surrogate is not a character, and all of them would be stored as the same one.
 */
const printable = /^[^\p{Cc}\p{Cs}]+$/u;
/** More digits than any market's figures need, and few enough that sums of them lose none. */
const MAX_DIGITS = 30;

/**
 * Checks the fields of a webhook or a manual order to an account.
 *
 * @param listed what the exchange lists, for names that only its listing explains
 * @throws Problem 422 naming the field, what was expected and what came
 */
export function readOrderBody(
  body: JsonObject,
  account: OrderAccount,
  listed: ListedNames = NOTHING_LISTED,
): OrderBody {
  for (const name of Object.keys(body)) {
    if (!fields.has(name)) {
      throw invalid('UNKNOWN_FIELD', name, `one of ${[...fields].join(', ')}`, shorten(name));
    }
  }
  const orderType = readWord(body, 'type', ORDER_TYPES);
  return {
    id: readId(body['id']),
    symbol: readSymbol(body['symbol'], account, listed),
    side: readWord(body, 'side', SIDES),
    orderType,
    quantity: readAmount(body, 'quantity'),
    ...readPrice(body, orderType),
    timeInForce:
      body['timeInForce'] === undefined ? 'GTC' : readWord(body, 'timeInForce', TIMES_IN_FORCE),
    reduceOnly: readFlag(body, 'reduceOnly'),
  };
}

/** Reads a text field. @throws Problem 422 */
export function readText(body: JsonObject, name: string, maxLength: number): string {
  const value = body[name];
  if (typeof value === 'string' && value.length <= maxLength && printable.test(value)) return value;
  const expected = `a text of 1 to ${maxLength} printable characters`;
  throw value === undefined || value === null
    ? invalid('FIELD_MISSING', name, expected, 'nothing')
    : invalid('FIELD_INVALID', name, expected, showReceived(value));
}

/** What the price in an alert is: the order's own, or the market's at the time of the alert. */
const meaningOfPrice: Readonly<Record<OrderType, 'limit' | 'reference'>> = {
  LIMIT: 'limit',
  MARKET: 'reference',
};

/** Reads the price: required where it is the order's own, a mere reference otherwise. */
function readPrice(
  body: JsonObject,
  orderType: OrderType,
): Pick<OrderBody, 'price' | 'referencePrice'> {
  const isLimit = meaningOfPrice[orderType] === 'limit';
  if (body['price'] === undefined || body['price'] === null) {
    if (!isLimit) return { price: null };
    throw invalid('FIELD_MISSING', 'price', `a price, since type is ${orderType}`, 'nothing');
  }
  const price = readAmount(body, 'price');
  return isLimit ? { price } : { price: null, referencePrice: price };
}

function readId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = value instanceof NumberText ? value.text : value;
  if (typeof text === 'string' && text.length <= MAX_ID_LENGTH && printable.test(text)) return text;
  throw invalid(
    'FIELD_INVALID',
    'id',
    `a text of 1 to ${MAX_ID_LENGTH} printable characters`,
    showReceived(value),
  );
}

function readSymbol(value: unknown, account: OrderAccount, listed: ListedNames): string {
  const reading = readAccountSymbol(typeof value === 'string' ? value : '', account, listed);
  if ('symbol' in reading) return reading.symbol;
  throw invalid(
    value === undefined ? 'FIELD_MISSING' : 'FIELD_INVALID',
    'symbol',
    reading.expected,
    showReceived(value),
  );
}

function readWord<T extends string>(body: JsonObject, name: string, words: readonly T[]): T {
  const value = body[name];
  const upper = typeof value === 'string' ? value.toUpperCase() : undefined;
  const word = words.find((candidate) => candidate === upper);
  if (word !== undefined) return word;
  throw invalid(
    value === undefined ? 'FIELD_MISSING' : 'FIELD_INVALID',
    name,
    words.join(' or '),
    showReceived(value),
  );
}

function readAmount(body: JsonObject, name: string): string {
  const value = body[name];
  const text = value instanceof NumberText ? expandExponent(value.text) : value;
  const isAmount =
    typeof text === 'string' &&
    isDecimalString(text) &&
    text.replace(/\D/g, '').length <= MAX_DIGITS &&
    compare(text, '0') > 0;
  if (isAmount) return normalise(text);
  throw invalid(
    value === undefined ? 'FIELD_MISSING' : 'FIELD_INVALID',
    name,
    `a decimal greater than 0 of at most ${MAX_DIGITS} digits, such as "0.015"`,
    showReceived(value),
  );
}

/**
 * Programs write small JSON numbers as `1e-7`. A number that would need many digits stays as it is.
 */
function expandExponent(text: string): string {
  const match = /^(-?\d+(?:\.\d+)?)[eE][+-]?\d{1,2}$/.exec(text);
  return match ? normalise(text) : text;
}

function readFlag(body: JsonObject, name: string): boolean {
  const value = body[name];
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw invalid('FIELD_INVALID', name, 'true or false', showReceived(value));
}

function invalid(code: string, name: string, expected: string, received: string): Problem {
  return Problem.about(422, code, { field: shorten(name), expected, received });
}
