// What stands in a table's cells. Text goes in as text nodes only, so nothing in it can act as markup.
import { isNegative, isZero, percent } from './decimal.js';

/** Returns an element with text, or other nodes, inside. */
export function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return node;
}

/** Returns a dash for what does not exist, with a word for those who do not see it. */
export function nothing(meaning = 'none') {
  const dash = element('span', 'nothing', '–');
  dash.title = meaning;
  return dash;
}

export function amount(text) {
  return text === null ? nothing() : element('span', 'amount', text);
}

/** An amount whose sign matters: profit and loss. */
export function signedAmount(text) {
  if (text === null) return nothing('the exchange tells none');
  const tone = isZero(text) ? '' : isNegative(text) ? ' loss' : ' gain';
  return element('span', `amount${tone}`, text);
}

export function fees(byAsset) {
  const entries = Object.entries(byAsset).filter(([, fee]) => !isZero(fee));
  if (entries.length === 0) return nothing('no fees');
  const list = element('span', 'fees');
  for (const [asset, fee] of entries) {
    list.append(element('span', 'amount', fee, ' ', element('span', 'unit', asset)));
  }
  return list;
}

export function side(name) {
  return element('span', `side side-${name.toLowerCase()}`, name);
}

export function market(symbol, marketType) {
  const text = element('span', 'symbol', symbol);
  return marketType === undefined
    ? text
    : element('span', 'market', text, ' ', element('span', 'unit', marketType.toLowerCase()));
}

export function strategy(name) {
  const isAdopted = name === null;
  const text = element('span', isAdopted ? 'unit' : 'strategy', isAdopted ? 'adopted' : name);
  text.title = isAdopted ? 'placed outside Filltrail, and tracked since it was found' : name;
  return text;
}

const statusHints = {
  PENDING: 'Being sent to the exchange.',
  UNKNOWN:
    'The exchange has not said clearly whether it has this order. It is asked again until it has.',
  NEW: 'On the exchange, nothing filled yet.',
};

export function status(name) {
  const chip = element('span', 'chip', name.toUpperCase().replaceAll('_', ' '));
  chip.dataset.status = name.toUpperCase();
  const hint = statusHints[chip.dataset.status];
  if (hint) chip.title = hint;
  return chip;
}

/** What kind of alert it is: `FILL_CONFLICT` reads as “FILL CONFLICT”. */
export function alertCode(code) {
  const chip = element('span', 'chip', code.replaceAll('_', ' '));
  chip.dataset.status = 'ALERT';
  return chip;
}

/** How a position stands: long, short or flat, and how much. */
export function positionQuantity(quantity) {
  const name = isZero(quantity) ? 'flat' : isNegative(quantity) ? 'short' : 'long';
  const tone = { flat: 'flat', long: 'buy', short: 'sell' }[name];
  return element(
    'span',
    'market',
    element('span', `side side-${tone}`, name.toUpperCase()),
    ' ',
    element('span', 'amount', quantity),
  );
}

/** Filled of the whole, as figures and as a bar. */
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

/** A client order id, short; it leads to everything known of the order. */
export function orderLink(clientOrderId) {
  const isLong = clientOrderId.length > 14;
  const link = element(
    'a',
    'order-id',
    isLong ? `${clientOrderId.slice(0, 7)}…${clientOrderId.slice(-4)}` : clientOrderId,
  );
  link.href = `/api/orders/${encodeURIComponent(clientOrderId)}`;
  link.title = `${clientOrderId}: everything known of this order, as JSON`;
  return link;
}

export function button(label, name, onClick) {
  const node = element('button', 'row-action', label);
  node.type = 'button';
  node.setAttribute('aria-label', name);
  node.addEventListener('click', () => onClick(node));
  return node;
}
