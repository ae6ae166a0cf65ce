import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelUpdate } from '../../workflows/messages.js';
import { createNamespace } from '../kit/product/namespace.js';
import { OrderWorkflows } from '../kit/workflow/order-workflows.js';
import { progressOf } from '../kit/workflow/watched-order.js';

/** Longer than any test lasts: nothing in it is a poll. */
const NEVER_MS = 3_600_000;

let namespace: string;
beforeAll(async () => {
  namespace = await createNamespace();
});

describe.each([
  { cache: 'with the workflow cache', maxCachedWorkflows: undefined },
  { cache: 'replayed at every step', maxCachedWorkflows: 0 },
])('a cancel that an order owes, $cache', ({ maxCachedWorkflows }) => {
  let workflows: OrderWorkflows;
  beforeAll(async () => {
    workflows = await OrderWorkflows.open(namespace, maxCachedWorkflows);
  });
  afterAll(async () => {
    await workflows?.close();
  });

  it('is sent again after growing pauses, until the exchange takes it', async () => {
    const order = workflows.order();
    const unknown = progressOf('UNKNOWN', { exchangeOrderId: null });
    order.answer('placeOrder', unknown);
    // A comparison of the account would have the order wait for half an hour.
    const open = progressOf('NEW', { isSynced: true, reason: 'no answer' });
    const failed = { ...open, isCancelFailed: true } as const;
    const unclear = { ...unknown, isCancelFailed: true } as const;
    order.answer('cancelOrder', unclear, failed, failed, failed, progressOf('CANCELLED'));
    await order.start(NEVER_MS);
    await order.called('placeOrder');
    expect(await order.handle.executeUpdate(cancelUpdate)).toEqual(unknown);
    order.answer('resolveOrder', open);
    expect(await order.handle.result()).toEqual(progressOf('CANCELLED'));
    expect(
      order
        .callsOf('cancelOrder')
        .map(({ input }) => input.known)
        .slice(2),
    ).toEqual([open, open, open]);
    expect((await order.timers()).slice(-4)).toEqual([250, 500, 1_000, 1]);
  });

  it('is owed on in the next run, and news is settled while it waits to be sent again', async () => {
    const order = workflows.order();
    const progress = progressOf('NEW', { isSynced: true });
    const partial = progressOf('PARTIALLY_FILLED', { filledQuantity: '0.4', isSynced: true });
    const failed = { ...progress, isCancelFailed: true } as const;
    order.answer('cancelOrder', failed, progressOf('CANCELLED', { filledQuantity: '0.4' }));
    order.answer('verifyOrder', partial);
    await order.startCarried({ progress, inbox: [order.update()], isCancelOwed: true });
    expect(await order.handle.result()).toMatchObject({ status: 'CANCELLED' });
    expect(order.calls.map(({ name }) => name)).toEqual([
      'cancelOrder',
      'verifyOrder',
      'cancelOrder',
    ]);
    const [first, second] = order.callsOf('cancelOrder');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(240);
    expect(second?.input.known).toEqual(partial);
  });
});
