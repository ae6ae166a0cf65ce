import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ClaimedOrders } from '../../../../activities/order/claimed-orders.js';

const order = { accountId: 1, clientOrderId: 'ft-1' };

describe('a claim agrees with what this process knows', () => {
  it('when it is the first of both, once', () => {
    const claimed = new ClaimedOrders();
    expect(claimed.win(order, true)).toBe(true);
    expect(claimed.win(order, true)).toBe(false);
  });

  it('when a later one follows one that was given back here, each time', () => {
    const claimed = new ClaimedOrders();
    claimed.win(order, true);
    claimed.giveBack(order, 0);
    expect(claimed.win(order, false)).toBe(true);
    expect(claimed.win(order, false)).toBe(false);
  });

  it('not when it was given back long ago, so that another process may have sent it since', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const claimed = new ClaimedOrders();
    claimed.win(order, true);
    claimed.giveBack(order, 60_000);
    vi.advanceTimersByTime(69_000);
    expect(claimed.win(order, false)).toBe(true);
    claimed.giveBack(order, 60_000);
    vi.advanceTimersByTime(71_000);
    expect(claimed.win(order, false)).toBe(false);
  });

  it('not when it is a later one, and another process gave back the one before', () => {
    expect(new ClaimedOrders().win(order, false)).toBe(false);
  });

  it('not when the first of its row follows one that was given back here', () => {
    const claimed = new ClaimedOrders();
    claimed.win(order, true);
    claimed.giveBack(order, 0);
    expect(claimed.win(order, true)).toBe(false);
  });

  it('apart from the same id of another account', () => {
    const claimed = new ClaimedOrders();
    claimed.win(order, true);
    expect(claimed.win({ ...order, accountId: 2 }, true)).toBe(true);
  });
});
