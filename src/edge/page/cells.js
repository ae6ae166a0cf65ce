// The contents of table cells.
import { isNegativeAmount, isZeroAmount, percent } from './decimal.js';
import { element } from './dom.js';

/** @typedef {import('../../domain/order.js').MarketType} MarketType */
/** @typedef {import('../../domain/order.js').Side} Side */

/** The longest client order id that is shown in full. */
const WHOLE_ID_LENGTH = 14;

/**
 * Returns a dash for a missing value. Its title names the reason in one word.
 *
 * @param {string} [meaning]
 */
export function nothing(meaning = 'none') {
  const dash = element('span', 'nothing', '–');
  dash.title = meaning;
  return dash;
}

/** @param {string | null} text */
export function amount(text) {
  return text === null ? nothing() : element('span', 'amount', text);
}

/**
 * Returns an amount whose sign matters: profit or loss.
 *
 * @param {string | null} text
 */
export function signedAmount(text) {
  if (text === null) return nothing('the exchange tells none');
  const tone = isZeroAmount(text) ? '' : isNegativeAmount(text) ? ' loss' : ' gain';
  return element('span', `amount${tone}`, text);
}

/** @param {Readonly<Record<string, string>>} byAsset */
export function fees(byAsset) {
  const entries = Object.entries(byAsset).filter(([, fee]) => !isZeroAmount(fee));
  if (entries.length === 0) return nothing('no fees');
  const list = element('span', 'fees');
  for (const [asset, fee] of entries) {
    list.append(element('span', 'amount', fee, ' ', element('span', 'unit', asset)));
  }
  return list;
}

/** @param {Side} name */
export function side(name) {
  return element('span', `side side-${name.toLowerCase()}`, name);
}

/**
 * @param {string} symbol
 * @param {MarketType} [marketType]
 */
export function market(symbol, marketType) {
  const text = element('span', 'symbol', symbol);
  return marketType === undefined
    ? text
    : element('span', 'market', text, ' ', element('span', 'unit', marketType.toLowerCase()));
}

/** @param {string | null} name `null` for an adopted order */
export function strategy(name) {
  const text =
    name === null ? element('span', 'unit', 'adopted') : element('span', 'strategy', name);
  text.title = name ?? 'placed outside Filltrail, and tracked since it was found';
  return text;
}

/** @type {Readonly<Record<string, string>>} */
const statusHints = {
  PENDING: 'Being sent to the exchange.',
  UNKNOWN:
    'The exchange has not said clearly whether it has this order. ' +
    'It is asked again until it has.',
  NEW: 'On the exchange, nothing filled yet.',
};

/** @param {string} name in capitals, or as failed orders have it */
export function status(name) {
  const upper = name.toUpperCase();
  const chip = element('span', 'chip', upper.replaceAll('_', ' '));
  chip.dataset.status = upper;
  const hint = statusHints[upper];
  if (hint) chip.title = hint;
  return chip;
}

/**
 * Returns the kind of an alert in words: `FILL_CONFLICT` becomes “FILL CONFLICT”.
 *
 * @param {string} code
 */
export function alertCode(code) {
  const chip = element('span', 'chip', code.replaceAll('_', ' '));
  chip.dataset.status = 'ALERT';
  return chip;
}

/**
 * Returns a position as long, short or flat, with its size.
 *
 * @param {string} quantity signed
 */
export function positionQuantity(quantity) {
  const name = isZeroAmount(quantity) ? 'flat' : isNegativeAmount(quantity) ? 'short' : 'long';
  const tone = { flat: 'flat', long: 'buy', short: 'sell' }[name];
  return element(
    'span',
    'market',
    element('span', `side side-${tone}`, name.toUpperCase()),
    ' ',
    element('span', 'amount', quantity),
  );
}

/**
 * Returns the filled and the whole quantity, as figures and as a bar.
 *
 * @param {string} filled
 * @param {string} quantity
 */
export function fillProgress(filled, quantity) {
  const done = percent(filled, quantity);
  const bar = element('progress', '');
  bar.max = 100;
  bar.value = done;
  bar.setAttribute('aria-label', `${done} % filled`);
  return element(
    'span',
    'fill',
    bar,
    element('span', 'unit', `${done} %`),
    element('span', 'amount', filled),
  );
}

/**
 * Returns a shortened client order id that links to everything known about the order.
 *
 * @param {string} clientOrderId
 */
export function orderLink(clientOrderId) {
  const isLong = clientOrderId.length > WHOLE_ID_LENGTH;
  const link = element(
    'a',
    'order-id',
    isLong ? `${clientOrderId.slice(0, 7)}…${clientOrderId.slice(-4)}` : clientOrderId,
  );
  link.href = `/api/orders/${encodeURIComponent(clientOrderId)}`;
  link.title = `${clientOrderId}: everything known of this order, as JSON`;
  return link;
}

/**
 * @param {string} label
 * @param {string} name what the button does to which row, for people who do not see the row
 * @param {(button: HTMLButtonElement) => void} onClick
 */
export function button(label, name, onClick) {
  const node = element('button', 'row-action', label);
  node.type = 'button';
  node.setAttribute('aria-label', name);
  node.addEventListener('click', () => onClick(node));
  return node;
}
