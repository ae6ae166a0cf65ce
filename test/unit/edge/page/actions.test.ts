// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createActions } from '../../../../src/edge/page/actions.js';
import { find, showPageBody, textOf } from './kit/page-body.js';
import { failedOrder, openOrder } from './kit/rows.js';

const fetched = vi.fn<typeof fetch>();
const onActed = vi.fn();
const actions = createActions(onActed);

const order = openOrder({ clientOrderId: 'a/b', filledQuantity: '0.5' });
const failed = failedOrder({ id: 7, side: 'SELL' });

beforeEach(() => {
  vi.useFakeTimers();
  fetched.mockReset();
  onActed.mockReset();
  vi.stubGlobal('fetch', fetched);
  showPageBody();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const dialog = () => find('#confirm') as HTMLDialogElement;
const choose = (answer: 'yes' | 'no') => find(`#confirm button[value="${answer}"]`).click();
const pressEscape = () => {
  // A browser closes the dialog and leaves its return value; happy-dom's close() would clear it.
  dialog().open = false;
  dialog().dispatchEvent(new Event('close'));
};
const notices = () =>
  [...document.querySelectorAll('#notices .notice')].map((notice) => ({
    isProblem: notice.classList.contains('notice-problem'),
    text: [...notice.childNodes]
      .filter((node) => !(node instanceof HTMLButtonElement))
      .map((node) => node.textContent)
      .join(''),
  }));
const newButton = () => document.createElement('button');

/** Cancels the order, whatever the question. */
async function cancelSurely(button = newButton()): Promise<void> {
  const cancelled = actions.cancelOrder(order, button);
  choose('yes');
  await cancelled;
}

const ended = (status: string) =>
  Response.json({ clientOrderId: 'a/b', status, filledQuantity: '0.5' });

describe('the question before an action', () => {
  it('says which order would be cancelled, and how much of it is filled', () => {
    void actions.cancelOrder(order, newButton());
    expect(dialog().open).toBe(true);
    expect(textOf('#confirm-title')).toBe('Cancel BUY 2 BTC/USDT?');
    expect(textOf('#confirm-text')).toBe(
      '0.5 of 2 is filled. The rest is cancelled on the exchange.',
    );
    expect(textOf('#confirm-yes')).toBe('Cancel the order');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('says which failed order would be deleted, and what is kept of it', () => {
    void actions.deleteFailedOrder(failed, newButton());
    expect(textOf('#confirm-title')).toBe('Delete the failed order SELL 2 BTC/USDT?');
    expect(textOf('#confirm-text')).toBe('It leaves this list for good. Its events are kept.');
    expect(textOf('#confirm-yes')).toBe('Delete it');
    expect(fetched).not.toHaveBeenCalled();
  });

  it.each([
    ['the answer no', () => choose('no')],
    ['Escape', pressEscape],
  ])('leaves everything as it is after %s', async (_name, decline) => {
    const cancelled = actions.cancelOrder(order, newButton());
    decline();
    await cancelled;
    const deleted = actions.deleteFailedOrder(failed, newButton());
    decline();
    await deleted;
    expect(dialog().open).toBe(false);
    expect(fetched).not.toHaveBeenCalled();
    expect(onActed).not.toHaveBeenCalled();
    expect(notices()).toEqual([]);
  });

  it('does not take Escape for a yes because the last answer was one', async () => {
    fetched.mockResolvedValueOnce(ended('CANCELLED'));
    await cancelSurely();
    dialog().returnValue = 'yes'; // as a browser leaves it
    const deleted = actions.deleteFailedOrder(failed, newButton());
    pressEscape();
    await deleted;
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});

describe('a cancel', () => {
  it('is posted to the order’s own address', async () => {
    fetched.mockResolvedValueOnce(ended('CANCELLED'));
    await cancelSurely();
    expect(fetched).toHaveBeenCalledExactlyOnceWith(
      '/api/orders/a%2Fb/cancel',
      expect.objectContaining({ method: 'POST' }),
    );
  });

  it.each([
    ['CANCELLED', 'BUY 2 BTC/USDT is cancelled; 0.5 was filled.'],
    ['FILLED', 'BUY 2 BTC/USDT had already ended as FILLED; 0.5 was filled.'],
  ])('of an order that ended as %s is reported: %s', async (status, text) => {
    fetched.mockResolvedValueOnce(ended(status));
    await cancelSurely();
    expect(notices()).toEqual([{ isProblem: false, text }]);
    expect(onActed).toHaveBeenCalledTimes(1);
  });

  it.each([
    [409, 'ORDER_ENDED', 'the order has ended as FILLED', 'The order has ended as FILLED.'],
    // Lists are asked for again by themselves, actions are not.
    [503, 'DATABASE_UNAVAILABLE', 'send it again', 'Send it again.'],
    [
      502,
      'CANCEL_UNCLEAR',
      'the exchange has not confirmed the cancel: the order is still open',
      'The exchange has not confirmed the cancel: the order is still open. Request id: r-1',
    ],
    [
      403,
      'FORBIDDEN',
      'an operator token is needed',
      'You are signed in as a viewer, who may look but not act. ' +
        'Sign in with the operator token to do this.',
    ],
  ])('that the server answers with %i %s explains it', async (status, code, detail, text) => {
    fetched.mockResolvedValueOnce(Response.json({ code, detail, requestId: 'r-1' }, { status }));
    await cancelSurely();
    expect(notices()).toEqual([{ isProblem: true, text }]);
    expect(onActed).toHaveBeenCalledTimes(1);
  });

  it('that nobody answers says so', async () => {
    fetched.mockRejectedValueOnce(new TypeError('fetch failed'));
    await cancelSurely();
    expect(notices()).toMatchObject([{ isProblem: true }]);
    expect(notices()[0]?.text).toContain('Filltrail does not answer.');
    expect(onActed).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['succeeds', () => ended('CANCELLED')],
    ['fails', () => Response.json({ code: 'ORDER_ENDED' }, { status: 409 })],
  ])('keeps its button disabled until the call %s', async (_name, answer) => {
    let respond: (response: Response) => void = () => undefined;
    fetched.mockReturnValueOnce(new Promise((resolve) => (respond = resolve)));
    const button = newButton();
    const cancelled = actions.cancelOrder(order, button);
    expect(button.disabled).toBe(false);
    choose('yes');
    await vi.waitFor(() => expect(button.disabled).toBe(true));
    expect(onActed).not.toHaveBeenCalled();
    respond(answer());
    await cancelled;
    expect(button.disabled).toBe(false);
    expect(onActed).toHaveBeenCalledTimes(1);
  });

  it('gives its button back even when the answer makes no sense', async () => {
    fetched.mockResolvedValueOnce(Response.json(null));
    const button = newButton();
    await expect(cancelSurely(button)).rejects.toThrow(TypeError);
    expect(button.disabled).toBe(false);
    expect(onActed).toHaveBeenCalledTimes(1);
  });
});

describe('the deletion of a failed order', () => {
  it('is sent for the row, and reported', async () => {
    fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
    const deleted = actions.deleteFailedOrder(failed, newButton());
    choose('yes');
    await deleted;
    expect(fetched).toHaveBeenCalledExactlyOnceWith(
      '/api/failed-orders/7',
      expect.objectContaining({ method: 'DELETE' }),
    );
    expect(notices()).toEqual([{ isProblem: false, text: 'SELL 2 BTC/USDT is deleted.' }]);
    expect(onActed).toHaveBeenCalledTimes(1);
  });

  it('explains why it failed', async () => {
    const problem = { code: 'FAILED_ORDER_NOT_FOUND', detail: 'no failed order has the id 7' };
    fetched.mockResolvedValueOnce(Response.json(problem, { status: 404 }));
    const deleted = actions.deleteFailedOrder(failed, newButton());
    choose('yes');
    await deleted;
    expect(notices()).toEqual([{ isProblem: true, text: 'No failed order has the id 7.' }]);
    expect(onActed).toHaveBeenCalledTimes(1);
  });
});
