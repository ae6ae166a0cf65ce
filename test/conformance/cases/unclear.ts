import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** What goes wrong while an order is sent; whatever it is, there is one order in the end. */
const SUBMISSIONS: readonly [
  name: string,
  fault: string,
  parameters: Record<string, unknown>,
  isSlow?: true,
][] = [
  ['carried out, and the connection cut', 'accept-then-reset', {}],
  ['carried out, and answered that nobody knows', 'unavailable-executed', {}],
  ['carried out, and answered with a page', 'html-200', { isOfCreate: true }],
  ['carried out, and answered with a time-out', 'unknown-1007-executed', {}],
  ['sent twice on the way, and answered as a duplicate', 'duplicate-id', {}],
  ['turned away for too many requests', 'rate-limited', { isOfCreate: true, retryAfter: 1 }],
  ['not carried out, and nobody knows', 'unavailable-not-executed', {}, true],
];

async function play(
  desk: Desk,
  fault: string,
  { isOfCreate, ...parameters }: Record<string, unknown>,
): Promise<void> {
  const create = isOfCreate ? { method: 'POST', path: desk.plan.paths.create } : {};
  await desk.switchOn(fault, { ...create, ...parameters, times: 1 });
  const order = await desk.alert(desk.limit);
  await desk.fill(order, { fills: 2 });
  await desk.stands(order, 'FILLED');
  expect((await desk.ledger()).orders, 'orders on the exchange').toHaveLength(1);
}

/** Submissions whose answer does not say what became of them. */
export const unclear: readonly ConformanceCase[] = [
  ...SUBMISSIONS.map(([name, fault, parameters, isSlow = false]): ConformanceCase => ({
    name: `a submission that is ${name}`,
    isSlow,
    play: (desk) => play(desk, fault, parameters),
  })),
  {
    name: 'a submission that reads do not show for 2 s',
    async play(desk: Desk): Promise<void> {
      await desk.switchOn('not-found-after-create', { ms: 2_000, forMs: 8_000 });
      await desk.switchOn('unavailable-executed', { times: 1 });
      const order = await desk.alert(desk.limit);
      await desk.stands(order, 'NEW');
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  },
];
