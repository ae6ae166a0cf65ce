// The events that the server sends, and what each may have changed on the page.

/** @typedef {import('../../domain/event.js').OrderEventType} OrderEventType */
/** @typedef {'orders' | 'positions' | 'trades' | 'failed' | 'alerts'} ListName */

/**
 * What each event may have changed; a late fill turns a failed order into a trade. The type check
 * holds this list against the server's: an event cannot be left out here.
 *
 * @type {Readonly<Record<OrderEventType, readonly ListName[]>>}
 */
export const changedBy = {
  order_created: ['orders'],
  order_partially_filled: ['orders', 'trades', 'failed'],
  order_filled: ['orders', 'trades', 'failed'],
  order_cancelled: ['orders', 'trades', 'failed'],
  order_expired: ['orders', 'trades', 'failed'],
  order_rejected: ['orders', 'trades', 'failed'],
  position_updated: ['positions'],
};

/** Every type of event; a listener must name those that it wants to hear. */
export const eventTypes = /** @type {OrderEventType[]} */ (Object.keys(changedBy));
