// The latest events, newest first.
import { side } from './cells.js';
import { element } from './dom.js';
import { clockTime } from './time.js';

/** @typedef {import('../../domain/event.js').OrderEventData} OrderEventData */
/** @typedef {import('../../domain/order.js').ChangeSource} ChangeSource */

const LIMIT = 60;

/**
 * Returns a function that shows an event at the top of the list.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement} emptyText hidden as soon as there is an event
 * @returns {(event: OrderEventData) => void}
 */
export function createTicker(list, emptyText) {
  return (event) => {
    emptyText.hidden = true;
    list.prepend(entry(event));
    while (list.children.length > LIMIT) list.lastElementChild?.remove();
  };
}

/** @param {OrderEventData} event */
function entry(event) {
  const source = element('span', 'event-source', event.source);
  source.title = sources[event.source] ?? '';
  const item = element(
    'li',
    'event',
    clockTime(event.at),
    ' ',
    element('span', 'event-name', words(event.type)),
    ' ',
    source,
    ' ',
    element('span', 'event-detail', ...detail(event)),
  );
  item.dataset.type = event.type;
  return item;
}

/** @type {Readonly<Record<ChangeSource, string>>} */
const sources = {
  submit: 'reported by the answer to the submission',
  stream: 'reported by the private stream',
  poll: 'found by the order’s own check',
  sync: 'found by comparing the account’s open orders',
  admin: 'asked for by an operator',
};

/**
 * Returns an event's type in words: `order_partially_filled` becomes “partially filled”.
 *
 * @param {string} type
 */
function words(type) {
  return type.replace(/^order_/, '').replaceAll('_', ' ');
}

/**
 * @param {OrderEventData} event
 * @returns {(Node | string)[]}
 */
function detail(event) {
  switch (event.type) {
    case 'position_updated': {
      const { symbol, position } = event;
      if (!position) return [symbol];
      const { quantity, entryPrice } = position;
      return [symbol, ' ', quantity, ...(entryPrice === null ? [] : [' at ', entryPrice])];
    }
    case 'order_partially_filled':
    case 'order_filled':
      return [
        side(event.side),
        ` ${event.eventQuantity} ${event.symbol}`,
        ...(event.averagePrice === null ? [] : [' at ', event.averagePrice]),
        ...(event.filledQuantity === event.quantity
          ? []
          : [`, ${event.filledQuantity} of ${event.quantity}`]),
      ];
    case 'order_amended':
      return [
        side(event.side),
        ` ${event.quantity} ${event.symbol}`,
        ...(event.price === null ? [] : [' at ', event.price]),
      ];
    default: {
      const order = [side(event.side), ' ', event.quantity, ' ', event.symbol];
      return event.reason === undefined ? order : [...order, `: ${event.reason}`];
    }
  }
}
