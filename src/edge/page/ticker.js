// The last events, the newest first.
import { element, side } from './cells.js';
import { clockTime } from './time.js';

const LIMIT = 60;

/** Returns the function that shows an event at the top of the list. */
export function createTicker(list, emptyText) {
  return (event) => {
    emptyText.hidden = true;
    list.prepend(entry(event));
    while (list.children.length > LIMIT) list.lastElementChild.remove();
  };
}

function entry(event) {
  const name = element('span', 'event-name', words(event.type));
  const source = element('span', 'event-source', event.source);
  source.title = sources[event.source] ?? '';
  const item = element(
    'li',
    'event',
    clockTime(event.at),
    ' ',
    name,
    ' ',
    source,
    ' ',
    element('span', 'event-detail', ...detail(event)),
  );
  item.dataset.type = event.type;
  return item;
}

const sources = {
  submit: 'told by the answer to the submission',
  stream: 'told by the private stream',
  poll: 'found by the order’s own check',
  sync: 'found by comparing the account’s open orders',
  admin: 'asked for by an operator',
};

/** `order_partially_filled` reads as “partially filled”. */
function words(type) {
  return type.replace(/^order_/, '').replaceAll('_', ' ');
}

function detail(event) {
  const order = [side(event.side), ' ', event.quantity, ' ', event.symbol];
  switch (event.type) {
    case 'position_updated':
      return event.position
        ? [
            event.symbol,
            ' ',
            event.position.quantity,
            ...(event.position.entryPrice === null ? [] : [' at ', event.position.entryPrice]),
          ]
        : [event.symbol];
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
    default:
      return event.reason === undefined ? order : [...order, `: ${event.reason}`];
  }
}
