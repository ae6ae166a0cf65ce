// The events that the server sends, and which lists of the page each may have changed.

/** @typedef {import('../../domain/event.js').OrderEventType} OrderEventType */
/** @typedef {'orders' | 'positions' | 'trades' | 'failed' | 'alerts'} ListName */

/**
 * The lists that each event may have changed. A late fill turns a failed order into a trade, which
 * changes both. The type check compares this object with the server's events, so none can be left
 * out.
 *
 * @type {Readonly<Record<OrderEventType, readonly ListName[]>>}
 */
export const changedBy = {
  order_created: ['orders'],
  order_amended: ['orders'],
  order_partially_filled: ['orders', 'trades', 'failed'],
  order_filled: ['orders', 'trades', 'failed'],
  order_cancelled: ['orders', 'trades', 'failed'],
  order_expired: ['orders', 'trades', 'failed'],
  order_rejected: ['orders', 'trades', 'failed'],
  position_updated: ['positions'],
};

/** Every type of event. An EventSource listener must name those that it wants. */
export const eventTypes = /** @type {OrderEventType[]} */ (Object.keys(changedBy));
