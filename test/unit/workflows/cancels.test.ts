import { expect, it } from 'vitest';
import { Cancels } from '../../../workflows/cancels.js';

it('answers those whose cancel was sent, and has later ones wait for another', () => {
  const cancels = new Cancels();
  const first = cancels.ask();
  cancels.send();
  const second = cancels.ask();
  expect(cancels.isWaitedFor).toBe(true);
  cancels.answer();
  expect([cancels.isAnswered(first), cancels.isAnswered(second)]).toEqual([true, false]);
  cancels.send();
  expect(cancels.isWaitedFor).toBe(false);
  cancels.answer();
  expect(cancels.isAnswered(second)).toBe(true);
});

it('owes a cancel that left the order unknown, and pays when the exchange has the order', () => {
  const cancels = new Cancels();
  cancels.ask();
  cancels.send();
  cancels.sent('UNKNOWN');
  expect(cancels.isOwed).toBe(true);
  expect([cancels.mustPay('UNKNOWN'), cancels.mustPay('NEW')]).toEqual([false, true]);
  cancels.send();
  cancels.sent('CANCELLED');
  expect(cancels.mustPay('NEW')).toBe(false);
});

it('counts an order as withdrawn from the first wish on, and in the next run while a cancel is owed', () => {
  const cancels = new Cancels();
  expect(cancels.isWithdrawn).toBe(false);
  cancels.ask();
  expect(cancels.isWithdrawn).toBe(true);
  expect(new Cancels(true).isWithdrawn).toBe(true);
  expect(new Cancels(true).isWaitedFor).toBe(false);
});
