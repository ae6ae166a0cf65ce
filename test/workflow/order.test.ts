import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cancelUpdate,
  fillSignal,
  reconcileSignal,
  statusQuery,
} from '../../workflows/messages.js';
import { OrderWorkflows } from '../kit/workflow/order-workflows.js';
import { progressOf, type WatchedOrder } from '../kit/workflow/watched-order.js';
import { createNamespace } from '../kit/product/namespace.js';

/** Longer than any test lasts: nothing in it is a poll. */
const NEVER_MS = 3_600_000;

let namespace: string;
beforeAll(async () => {
  namespace = await createNamespace();
});

describe.each([
  { cache: 'with the workflow cache', maxCachedWorkflows: undefined },
  { cache: 'replayed at every step', maxCachedWorkflows: 0 },
])('orderWorkflow, $cache', ({ maxCachedWorkflows }) => {
  let workflows: OrderWorkflows;
  beforeAll(async () => {
    workflows = await OrderWorkflows.open(namespace, maxCachedWorkflows);
  });
  afterAll(async () => {
    await workflows?.close();
  });

  /** An order that the exchange has, and nothing happens to. */
  async function restingOrder(pollIntervalMs = NEVER_MS): Promise<WatchedOrder> {
    const order = workflows.order();
    order.answer('placeOrder', progressOf('NEW'));
    await order.start(pollIntervalMs);
    await order.stands('NEW');
    return order;
  }

  const stepsOf = (order: WatchedOrder) => order.calls.map(({ name }) => name);

  it('places an order and ends with its fate', async () => {
    const order = workflows.order();
    order.answer('placeOrder', progressOf('FILLED'));
    await order.start(NEVER_MS);
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    expect(stepsOf(order)).toEqual(['placeOrder']);
    expect(order.callsOf('placeOrder')[0]?.input).toEqual({
      request: order.request,
      staleAfterMs: 30_000,
      isWithdrawn: false,
    });
    expect(await order.handle.query(statusQuery)).toEqual(progressOf('FILLED'));
    expect(await order.timers()).toEqual([]);
  });

  it('looks at once when it was asked to right before it continued as new', async () => {
    const order = workflows.order();
    const progress = progressOf('NEW', { isSynced: true });
    await order.startCarried({ progress, inbox: [], wokenBy: 'poll' });
    await order.called('verifyOrder');
    expect(order.callsOf('verifyOrder')[0]?.input).toMatchObject({ source: 'poll' });
    await order.handle.terminate();
  });

  it('keeps what the stream sends before the submission is answered', async () => {
    const order = workflows.order();
    const answerPlace = order.hold('placeOrder');
    order.answer('verifyOrder', progressOf('FILLED'));
    await order.start(NEVER_MS);
    await order.called('placeOrder');
    const early = order.update();
    await order.handle.signal(fillSignal, [early]);
    answerPlace(progressOf('NEW'));
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    expect(order.callsOf('verifyOrder').at(-1)?.input).toMatchObject({
      updates: [early],
      source: 'stream',
      known: progressOf('NEW'),
    });
  });

  it('is woken by the stream, and verifies with all that it sent', async () => {
    const order = await restingOrder();
    const partial = progressOf('PARTIALLY_FILLED', { filledQuantity: '0.7' });
    order.answer('verifyOrder', partial, progressOf('FILLED'));
    const updates = [order.update(), order.update({ filledQuantity: '0.7' })];
    await order.handle.signal(fillSignal, updates);
    await order.stands('PARTIALLY_FILLED');
    await order.handle.signal(fillSignal, [order.update({ filledQuantity: '1' })]);
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    const { clientOrderId } = order.request;
    const asked = { isRoutine: false, mayInfer: false };
    expect(order.callsOf('verifyOrder').map(({ input }) => input)).toEqual([
      {
        order: expect.objectContaining({ clientOrderId }),
        updates,
        source: 'stream',
        known: progressOf('NEW'),
        ...asked,
      },
      {
        order: expect.objectContaining({ clientOrderId }),
        updates: [order.update({ filledQuantity: '1' })],
        source: 'stream',
        known: partial,
        ...asked,
      },
    ]);
  });

  it('asks again at each poll interval while there is no news', async () => {
    const order = workflows.order();
    order.answer('placeOrder', progressOf('NEW'));
    order.answer('verifyOrder', progressOf('NEW'), progressOf('NEW'), progressOf('FILLED'));
    await order.start(60);
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    expect(await order.timers()).toEqual([60, 60, 60]);
    for (const { input } of order.callsOf('verifyOrder')) {
      expect(input).toMatchObject({ updates: [], source: 'poll', known: progressOf('NEW') });
    }
    expect(order.callsOf('verifyOrder')).toHaveLength(3);
  });

  it('leaves the asking to the comparison of its account while that works', async () => {
    const order = workflows.order();
    order.answer('placeOrder', progressOf('NEW', { isSynced: true }));
    order.answer('verifyOrder', progressOf('FILLED'));
    await order.start(60);
    await order.called('placeOrder');
    await order.handle.signal(reconcileSignal, 'sync');
    await order.handle.result();
    const [waited] = await order.timers();
    const halfAnHour = 1_800_000;
    expect(waited).toBeGreaterThanOrEqual(0.8 * halfAnHour);
    expect(waited).toBeLessThanOrEqual(1.2 * halfAnHour);
    expect(order.callsOf('verifyOrder').map(({ input }) => input.isRoutine)).toEqual([false]);
  });

  it('looks at the exchange when it is woken, and says who asked', async () => {
    const order = await restingOrder();
    order.answer('verifyOrder', progressOf('NEW'), progressOf('FILLED'));
    await order.handle.signal(reconcileSignal, 'sync');
    await order.called('verifyOrder');
    await order.handle.signal(reconcileSignal, 'admin');
    await order.handle.result();
    expect(order.callsOf('verifyOrder').map(({ input }) => [input.updates, input.source])).toEqual([
      [[], 'sync'],
      [[], 'admin'],
    ]);
  });

  it('answers a cancel when the exchange has', async () => {
    const order = await restingOrder();
    const answerCancel = order.hold('cancelOrder');
    const course: string[] = [];
    const cancelled = order.handle.executeUpdate(cancelUpdate).then((progress) => {
      course.push('answered');
      return progress;
    });
    await order.called('cancelOrder');
    course.push('the exchange answers');
    answerCancel(progressOf('CANCELLED'));
    expect(await cancelled).toEqual(progressOf('CANCELLED'));
    expect(course).toEqual(['the exchange answers', 'answered']);
    expect(await order.handle.result()).toEqual(progressOf('CANCELLED'));
    expect(order.callsOf('cancelOrder').at(-1)?.input.known).toEqual(progressOf('NEW'));
    expect(stepsOf(order)).not.toContain('verifyOrder');
  });

  it('answers a cancel that lost against a fill with the fill', async () => {
    const order = await restingOrder();
    order.answer('cancelOrder', progressOf('FILLED'));
    expect(await order.handle.executeUpdate(cancelUpdate)).toEqual(progressOf('FILLED'));
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
  });

  it('does not cancel what a step under way finds filled', async () => {
    const order = await restingOrder();
    const answerVerify = order.hold('verifyOrder');
    await order.handle.signal(fillSignal, [order.update()]);
    await order.called('verifyOrder');
    const cancelled = order.handle.executeUpdate(cancelUpdate);
    answerVerify(progressOf('FILLED'));
    // Temporal refuses a cancel that comes after the end: then there is nothing to cancel.
    const answer = await cancelled.catch(() => progressOf('FILLED'));
    expect(answer).toEqual(progressOf('FILLED'));
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
  });

  it('answers a cancel that the exchange has not confirmed, and watches on', async () => {
    const order = await restingOrder();
    const open = progressOf('NEW', { reason: 'no answer' });
    order.answer('cancelOrder', open, progressOf('CANCELLED'));
    expect(await order.handle.executeUpdate(cancelUpdate)).toEqual(open);
    await order.stands('NEW');
    expect(await order.handle.executeUpdate(cancelUpdate)).toEqual(progressOf('CANCELLED'));
    expect(order.callsOf('cancelOrder')).toHaveLength(2);
    await order.handle.result();
  });

  it('waits as long as the exchange asks before it sends again, woken or not', async () => {
    const order = workflows.order();
    const later = progressOf('PENDING', { exchangeOrderId: null, retryAfterMs: 1_200 });
    order.answer('placeOrder', later, progressOf('FILLED'));
    await order.start(NEVER_MS);
    await order.called('placeOrder');
    await order.handle.signal(reconcileSignal, 'sync');
    await order.handle.result();
    expect(stepsOf(order)).toEqual(['placeOrder', 'placeOrder']);
    expect(await order.timers()).toEqual([1_200]);
    const [first, second] = order.callsOf('placeOrder');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_190);
  });

  it('lets a cancel withdraw an order that waits to be sent', async () => {
    const order = workflows.order();
    const later = progressOf('PENDING', { exchangeOrderId: null, retryAfterMs: NEVER_MS });
    const denied = progressOf('DENIED', { exchangeOrderId: null });
    order.answer('placeOrder', later, denied);
    await order.start(NEVER_MS);
    await order.called('placeOrder');
    expect(await order.handle.executeUpdate(cancelUpdate)).toEqual(denied);
    expect(await order.handle.result()).toEqual(denied);
    expect(order.callsOf('placeOrder').map(({ input }) => input.isWithdrawn)).toEqual([
      false,
      true,
    ]);
  });

  it('asks of an unclear submission at growing pauses, up to the poll interval', async () => {
    const order = workflows.order();
    const unclear = progressOf('UNKNOWN', { exchangeOrderId: null });
    order.answer('placeOrder', unclear);
    order.answer('resolveOrder', unclear, unclear, unclear, progressOf('FILLED'));
    await order.start(700);
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    expect(stepsOf(order)).toEqual(['placeOrder', ...Array(4).fill('resolveOrder')]);
    expect(await order.timers()).toEqual([250, 500, 700, 700]);
  });

  it('verifies an unclear order at once when the stream knows it', async () => {
    const order = workflows.order();
    const unclear = progressOf('UNKNOWN', { exchangeOrderId: null });
    const answerPlace = order.hold('placeOrder');
    order.answer('verifyOrder', progressOf('FILLED'));
    await order.start(NEVER_MS);
    await order.called('placeOrder');
    await order.handle.signal(fillSignal, [order.update()]);
    answerPlace(unclear);
    await order.handle.result();
    expect(stepsOf(order)).not.toContain('resolveOrder');
    expect(order.callsOf('verifyOrder')[0]?.input.updates).toEqual([order.update()]);
  });

  it('soon asks for fills that are missing', async () => {
    const order = workflows.order();
    const incomplete = progressOf('PARTIALLY_FILLED', { isIncomplete: true });
    order.answer('placeOrder', incomplete);
    order.answer('verifyOrder', incomplete, progressOf('FILLED'));
    await order.start(NEVER_MS);
    await order.handle.result();
    expect(await order.timers()).toEqual([250, 500]);
  });

  it('repeats a step that failed, and knows nothing of it', async () => {
    const order = workflows.order();
    const failed = () => Promise.reject(new Error('the database is away'));
    order.answer('placeOrder', failed, failed, progressOf('FILLED'));
    await order.start(NEVER_MS);
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    expect(order.callsOf('placeOrder')).toHaveLength(3);
  });

  it('settles what the stream sends while the last step is made', async () => {
    const order = await restingOrder();
    const answerVerify = order.hold('verifyOrder');
    await order.handle.signal(fillSignal, [order.update()]);
    await order.called('verifyOrder');
    const last = order.update({ filledQuantity: '1', status: 'FILLED' });
    await order.handle.signal(fillSignal, [last]);
    order.answer('verifyOrder', progressOf('FILLED'), progressOf('FILLED'));
    answerVerify(progressOf('FILLED'));
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    const passed = order.callsOf('verifyOrder').flatMap(({ input }) => input.updates);
    expect(passed).toContainEqual(last);
  });

  it('goes on where the run before left off, with the news that it left', async () => {
    const order = workflows.order();
    const news = order.update();
    order.answer('verifyOrder', progressOf('FILLED'));
    await order.startCarried({ progress: progressOf('NEW'), inbox: [news] });
    expect(await order.handle.result()).toEqual(progressOf('FILLED'));
    expect(stepsOf(order)).toEqual(['verifyOrder']);
    expect(order.callsOf('verifyOrder')[0]?.input).toMatchObject({
      updates: [news],
      source: 'stream',
      known: progressOf('NEW'),
    });
  });
});
