import { floorTo, isMultipleOf, ZERO, type Decimal } from '../../../decimal.js';
import type { Instrument, OrderDraft, Side } from '../../../model.js';
import type { KoreanError } from './errors.js';
import type { RestSide, WireTimeInForce, WireType } from './order-view.js';
import type { Parameters } from './parameters.js';

const VOLUME_DIGITS = 8;
const TIMES_IN_FORCE = ['ioc', 'fok', 'post_only'] as const satisfies WireTimeInForce[];
/** Neither exchange says what an id may be. This is what all exchanges take, and no more is taken. */
const CLIENT_ID = /^[\w-]{1,36}$/;

/** How an exchange names the fields of an order, and what it says to a bad one. */
export interface OrderDialect {
  readonly typeField: string;
  readonly clientIdField: string;
  readonly types: readonly WireType[];
  readonly invalid: (name: string) => KoreanError;
  /** A price or volume that does not go with the type, or is missing. */
  readonly badTerms: (side: RestSide) => KoreanError;
  /** A price off the tick. */
  readonly badPrice: (side: RestSide) => KoreanError;
  readonly belowMinimum: (side: RestSide, minimum: string) => KoreanError;
}

type Terms = Pick<
  OrderDraft,
  'type' | 'timeInForce' | 'postOnly' | 'price' | 'quantity' | 'quoteQuantity'
>;

/** Returns the client id a request carries, or an empty one. */
export function clientIdOf(parameters: Parameters, dialect: OrderDialect): string {
  const { clientIdField: field, invalid } = dialect;
  const clientOrderId = parameters.text(field) ?? '';
  if (clientOrderId !== '' && !CLIENT_ID.test(clientOrderId)) throw invalid(field);
  return clientOrderId;
}

/** Reads a request for an order and checks it by the rules of its market, except for funds. */
export function draftOf(
  parameters: Parameters,
  dialect: OrderDialect,
  instrument: Instrument,
  clientOrderId: string,
  prices: { readonly last: Decimal; readonly tickAt: (price: Decimal) => Decimal },
): OrderDraft {
  const wireSide = parameters.choice('side', ['bid', 'ask'] as const);
  const wireType = parameters.choice(dialect.typeField, dialect.types);
  if (!wireSide) throw dialect.invalid('side');
  if (!wireType) throw dialect.invalid(dialect.typeField);
  const side = wireSide === 'bid' ? 'BUY' : 'SELL';
  const terms = termsOf(parameters, wireType, side, () => dialect.badTerms(wireSide));
  if (terms.type === 'LIMIT' && !isMultipleOf(terms.price, prices.tickAt(terms.price))) {
    throw dialect.badPrice(wireSide);
  }
  if (terms.quantity.decimalPlaces() > VOLUME_DIGITS) throw dialect.invalid('volume');
  const quantity = terms.quoteQuantity.isZero()
    ? terms.quantity
    : floorTo(terms.quoteQuantity.div(prices.last), instrument.stepSize);
  const priced = terms.type === 'LIMIT' ? terms.price : prices.last;
  const total = terms.quoteQuantity.isZero() ? quantity.times(priced) : terms.quoteQuantity;
  if (total.lt(instrument.minNotional)) {
    const minimum = `${instrument.minNotional.toFixed()} ${instrument.quoteAsset}`;
    throw dialect.belowMinimum(wireSide, minimum);
  }
  const { symbol } = instrument;
  return { ...terms, quantity, clientOrderId, symbol, side, reduceOnly: false };
}

/** What does not belong to the type is refused, because the exchanges refuse it too. */
function termsOf(
  parameters: Parameters,
  type: WireType,
  side: Side,
  badTerms: () => KoreanError,
): Terms {
  const price = parameters.decimal('price');
  const volume = parameters.decimal('volume');
  const told = parameters.choice('time_in_force', TIMES_IN_FORCE);
  const timeInForce = told === 'ioc' ? 'IOC' : told === 'fok' ? 'FOK' : 'GTC';
  const postOnly = told === 'post_only';
  const isGiven = (value: Decimal | undefined): value is Decimal => value?.gt(0) ?? false;
  if (type === 'limit') {
    if (!isGiven(price) || !isGiven(volume)) throw badTerms();
    return { type: 'LIMIT', timeInForce, postOnly, price, quantity: volume, quoteQuantity: ZERO };
  }
  const isImmediate = timeInForce !== 'GTC';
  if (postOnly || isImmediate !== (type === 'best')) throw badTerms();
  const isBuy = type === 'price' || (type === 'best' && side === 'BUY');
  if (isBuy !== (side === 'BUY')) throw badTerms();
  const market = { type: 'MARKET', timeInForce, postOnly, price: ZERO } as const;
  if (isBuy) {
    if (!isGiven(price) || volume) throw badTerms();
    return { ...market, quantity: ZERO, quoteQuantity: price };
  }
  if (!isGiven(volume) || price) throw badTerms();
  return { ...market, quantity: volume, quoteQuantity: ZERO };
}
