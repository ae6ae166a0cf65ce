import { floorTo, isMultipleOf, ZERO, type Decimal } from '../../../decimal.js';
import type { Instrument, OrderDraft, Side } from '../../../model.js';
import type { KoreanError } from './errors.js';
import type { OrderWords } from './dialect.js';
import type { WireTimeInForce, WireType } from './order-view.js';
import type { KoreanParameters } from './parameters.js';

const VOLUME_DIGITS = 8;
const TIMES_IN_FORCE = ['ioc', 'fok', 'post_only'] as const satisfies WireTimeInForce[];

type Terms = Pick<
  OrderDraft,
  'type' | 'timeInForce' | 'postOnly' | 'price' | 'quantity' | 'quoteQuantity'
>;

/** Returns the client id in a request, or an empty one if it has none. */
export function clientIdOf(parameters: KoreanParameters, words: OrderWords): string {
  const { clientIdField: field, clientId, invalid } = words;
  if (!parameters.has(field)) return '';
  const clientOrderId = parameters.text(field) ?? '';
  if (!clientId.test(clientOrderId)) throw invalid(field);
  return clientOrderId;
}

/** Reads an order from a request, and checks all rules of its market except the funds. */
export function draftOf(
  parameters: KoreanParameters,
  words: OrderWords,
  instrument: Instrument,
  clientOrderId: string,
  prices: { readonly last: Decimal; readonly tickAt: (price: Decimal) => Decimal },
): OrderDraft {
  const wireSide = parameters.choice('side', ['bid', 'ask'] as const);
  const wireType = parameters.choice(words.typeField, words.types);
  if (!wireSide) throw words.invalid('side');
  if (!wireType) throw words.invalid(words.typeField);
  const side = wireSide === 'bid' ? 'BUY' : 'SELL';
  const terms = termsOf(parameters, wireType, side, () => words.badTerms(wireSide));
  if (terms.type === 'LIMIT' && !isMultipleOf(terms.price, prices.tickAt(terms.price))) {
    throw words.badPrice(wireSide);
  }
  if (terms.quantity.decimalPlaces() > VOLUME_DIGITS) throw words.invalid('volume');
  const quantity = terms.quoteQuantity.isZero()
    ? terms.quantity
    : floorTo(terms.quoteQuantity.div(prices.last), instrument.stepSize);
  const priced = terms.type === 'LIMIT' ? terms.price : prices.last;
  const total = terms.quoteQuantity.isZero() ? quantity.times(priced) : terms.quoteQuantity;
  if (total.lt(instrument.minNotional)) {
    const minimum = `${instrument.minNotional.toFixed()} ${instrument.quoteAsset}`;
    throw words.belowMinimum(wireSide, minimum);
  }
  const { symbol } = instrument;
  return { ...terms, quantity, clientOrderId, symbol, side, reduceOnly: false };
}

/** Reads the fields that depend on the type. Both exchanges refuse the fields of other types. */
function termsOf(
  parameters: KoreanParameters,
  type: WireType,
  side: Side,
  badTerms: () => KoreanError,
): Terms {
  const price = parameters.decimal('price');
  const volume = parameters.decimal('volume');
  const wanted = parameters.choice('time_in_force', TIMES_IN_FORCE);
  const timeInForce = wanted === 'ioc' ? 'IOC' : wanted === 'fok' ? 'FOK' : 'GTC';
  const postOnly = wanted === 'post_only';
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
