import { expect, it } from 'vitest';
import { Cancels } from '../../../workflows/cancels.js';

const POLL_MS = 1_000;

it('answers those whose cancel was sent, and has later ones wait for another', () => {
  const cancels = new Cancels(POLL_MS);
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

/** Cancels that were asked for while nobody knew whether the order had arrived. */
function owed(): Cancels {
  const cancels = new Cancels(POLL_MS);
  cancels.ask();
  cancels.send();
  cancels.sent({ before: 'UNKNOWN', after: 'UNKNOWN', hasFailed: true, now: 0 });
  return cancels;
}

it('owes a cancel that left the order unknown, and pays when the exchange has the order', () => {
  const cancels = owed();
  expect(cancels.isOwed).toBe(true);
  expect([cancels.payIn('UNKNOWN', 0), cancels.payIn('NEW', 0)]).toEqual([undefined, 0]);
  cancels.send();
  cancels.sent({ before: 'NEW', after: 'CANCELLED', hasFailed: false, now: 0 });
  expect(cancels.payIn('NEW', 0)).toBeUndefined();
});

it('owes a cancel until one has not failed, and sends it ever more rarely', () => {
  const cancels = owed();
  const pauses = Array.from({ length: 4 }, () => {
    cancels.sent({ before: 'NEW', after: 'NEW', hasFailed: true, now: 5_000 });
    return cancels.payIn('NEW', 5_000);
  });
  expect(pauses).toEqual([250, 500, POLL_MS, POLL_MS]);
  expect([cancels.payIn('NEW', 5_400), cancels.payIn('NEW', 7_000)]).toEqual([600, 0]);
  cancels.sent({ before: 'NEW', after: 'NEW', hasFailed: false, now: 7_000 });
  expect(cancels.isOwed).toBe(false);
});

it('owes a cancel that failed while it became known that the order had arrived', () => {
  const cancels = new Cancels(POLL_MS);
  cancels.sent({ before: 'UNKNOWN', after: 'NEW', hasFailed: true, now: 0 });
  expect(cancels.payIn('NEW', 0)).toBe(250);
});

it('does not owe a cancel that failed for an order that was known to have arrived', () => {
  const cancels = new Cancels(POLL_MS);
  cancels.sent({ before: 'NEW', after: 'NEW', hasFailed: true, now: 0 });
  expect(cancels.isOwed).toBe(false);
});

it('counts an order as withdrawn from the first wish on, and in the next run while a cancel is owed', () => {
  const cancels = new Cancels(POLL_MS);
  expect(cancels.isWithdrawn).toBe(false);
  cancels.ask();
  expect(cancels.isWithdrawn).toBe(true);
  expect(new Cancels(POLL_MS, true).isWithdrawn).toBe(true);
  expect(new Cancels(POLL_MS, true).isWaitedFor).toBe(false);
});
