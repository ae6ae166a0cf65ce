// What an operator can do on the page.
import { ApiError, call } from './api.js';
import { byId } from './dom.js';
import { explain, say } from './notices.js';

/** @typedef {import('../../queries/order-lists.js').ListedOpenOrder} ListedOpenOrder */
/** @typedef {import('../../queries/order-lists.js').ListedFailedOrder} ListedFailedOrder */

/**
 * Returns the actions. Each asks for confirmation first, and reports how it ended.
 *
 * @param {() => void} onActed called when one has been carried out, or has failed
 */
export function createActions(onActed) {
  /**
   * @param {HTMLButtonElement} button disabled while the call runs
   * @param {string} method
   * @param {string} path
   * @param {(body: any) => string} describe returns the answer in words
   */
  async function act(button, method, path, describe) {
    const notices = byId('notices');
    button.disabled = true;
    try {
      const { body } = await call(method, path);
      say(notices, 'done', describe(body));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say(notices, 'problem', ...explain(error, { isRetried: false }));
    } finally {
      button.disabled = false;
      onActed();
    }
  }

  return {
    /**
     * @param {ListedOpenOrder} order
     * @param {HTMLButtonElement} button
     */
    async cancelOrder(order, button) {
      const name = nameOf(order);
      const { filledQuantity: filled, quantity } = order;
      const isSure = await confirm({
        title: `Cancel ${name}?`,
        text: `${filled} of ${quantity} is filled. The rest is cancelled on the exchange.`,
        yes: 'Cancel the order',
      });
      if (!isSure) return;
      const path = `/api/orders/${encodeURIComponent(order.clientOrderId)}/cancel`;
      await act(button, 'POST', path, ({ status, filledQuantity }) =>
        status === 'CANCELLED'
          ? `${name} is cancelled; ${filledQuantity} was filled.`
          : `${name} had already ended as ${status}; ${filledQuantity} was filled.`,
      );
    },

    /**
     * @param {ListedFailedOrder} order
     * @param {HTMLButtonElement} button
     */
    async deleteFailedOrder(order, button) {
      const name = nameOf(order);
      const isSure = await confirm({
        title: `Delete the failed order ${name}?`,
        text: 'It leaves this list for good. Its events are kept.',
        yes: 'Delete it',
      });
      if (!isSure) return;
      await act(button, 'DELETE', `/api/failed-orders/${order.id}`, () => `${name} is deleted.`);
    },
  };
}

/** @param {Pick<ListedOpenOrder, 'side' | 'quantity' | 'symbol'>} order */
function nameOf({ side, quantity, symbol }) {
  return `${side} ${quantity} ${symbol}`;
}

/**
 * Asks whether to go on.
 *
 * @param {{ title: string, text: string, yes: string }} question
 * @returns {Promise<boolean>}
 */
function confirm({ title, text, yes }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('confirm'));
  byId('confirm-title').textContent = title;
  byId('confirm-text').textContent = text;
  byId('confirm-yes').textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
