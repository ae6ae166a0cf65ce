import { floorTo, ZERO, type Decimal } from '../../decimal.js';
import type { Instrument, OrderDraft, Side } from '../../model.js';
import type { Category } from './categories.js';
import { errors } from './errors.js';
import type { BybitParameters } from './parameters.js';

const LINK_ID = /^[A-Za-z0-9_-]{1,36}$/;
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'PostOnly'] as const;
/** What the venue does not play. Ignoring it would place an order that nobody sent. */
const NOT_PLAYED = ['triggerPrice', 'takeProfit', 'stopLoss', 'orderIv', 'mmp'] as const;

/** Reads an order as POST /v5/order/create describes it. An amount to spend buys at `lastPrice`. */
export function readDraft(
  parameters: BybitParameters,
  category: Category,
  instrument: Instrument,
  lastPrice: Decimal,
): OrderDraft {
  for (const name of NOT_PLAYED) {
    if (parameters.text(name) !== undefined) throw errors.parameter(`${name} is not supported`);
  }
  if ((parameters.integer('positionIdx') ?? 0) !== 0) {
    throw errors.parameter('position idx not match position mode');
  }
  const { symbol } = instrument;
  return {
    clientOrderId: linkIdOf(parameters),
    symbol,
    side: sideOf(parameters),
    reduceOnly: category === 'linear' && parameters.flag('reduceOnly'),
    ...termsOf(parameters, category, instrument, lastPrice),
  };
}

function termsOf(
  parameters: BybitParameters,
  category: Category,
  instrument: Instrument,
  lastPrice: Decimal,
): Pick<OrderDraft, 'type' | 'timeInForce' | 'postOnly' | 'price' | 'quantity' | 'quoteQuantity'> {
  const type = parameters.requiredText('orderType');
  const qty = parameters.requiredDecimal('qty');
  switch (type) {
    case 'Limit': {
      const wanted = timeInForceOf(parameters);
      const postOnly = wanted === 'PostOnly';
      const price = parameters.requiredDecimal('price');
      const timeInForce = postOnly ? 'GTC' : wanted;
      return { type: 'LIMIT', timeInForce, postOnly, price, quantity: qty, quoteQuantity: ZERO };
    }
    case 'Market': {
      const spends = category === 'spot' && spendsQuote(parameters);
      // A market order is always IOC, whatever time in force it names.
      return {
        type: 'MARKET',
        timeInForce: 'IOC',
        postOnly: false,
        price: ZERO,
        quantity: spends ? floorTo(qty.div(lastPrice), instrument.stepSize) : qty,
        quoteQuantity: spends ? qty : ZERO,
      };
    }
    default:
      throw errors.parameter(`orderType invalid: ${type}`);
  }
}

/** Returns whether `qty` is an amount to spend. By default, only that of a buy is. */
function spendsQuote(parameters: BybitParameters): boolean {
  const unit = parameters.text('marketUnit');
  if (unit !== undefined && unit !== 'baseCoin' && unit !== 'quoteCoin') {
    throw errors.parameter(`marketUnit invalid: ${unit}`);
  }
  return unit === undefined ? sideOf(parameters) === 'BUY' : unit === 'quoteCoin';
}

function sideOf(parameters: BybitParameters): Side {
  const side = parameters.requiredText('side');
  if (side === 'Buy') return 'BUY';
  if (side === 'Sell') return 'SELL';
  throw errors.parameter(`Side invalid: ${side}`);
}

function timeInForceOf(parameters: BybitParameters): (typeof TIMES_IN_FORCE)[number] {
  const wanted = parameters.text('timeInForce') ?? 'GTC';
  const known = TIMES_IN_FORCE.find((each) => each === wanted);
  if (!known) throw errors.parameter(`timeInForce invalid: ${wanted}`);
  return known;
}

function linkIdOf(parameters: BybitParameters): string {
  const linkId = parameters.text('orderLinkId') ?? '';
  if (linkId !== '' && !LINK_ID.test(linkId)) throw errors.parameter('orderLinkId invalid');
  return linkId;
}
