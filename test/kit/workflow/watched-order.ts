import { randomBytes } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../../activities/index.js';
import type { CancelResult } from '../../../activities/order/cancel-order.js';
import { orderWorkflowId } from '../../../src/domain/ids.js';
import type { OrderRequest, OrderUpdate } from '../../../src/domain/order.js';
import type { OrderProgress } from '../../../src/domain/progress.js';
import { ORDER_TASK_QUEUE } from '../../../src/domain/task-queues.js';
import { startOrderWorkflow } from '../../../src/temporal/start-order.js';
import { statusQuery, type OrderWorkflowInput } from '../../../workflows/messages.js';
import type { orderWorkflow } from '../../../workflows/order.js';
import { eventually } from '../eventually.js';

export type StepName = 'placeOrder' | 'resolveOrder' | 'verifyOrder' | 'cancelOrder';
export type StepInput<Name extends StepName> = Parameters<Activities[Name]>[0];
export interface StepCall<Name extends StepName = StepName> {
  readonly name: Name;
  readonly input: StepInput<Name>;
  readonly at: number;
}
/** The result of a step. If it is a function, that decides when the step ends. */
export type StepAnswer = CancelResult | (() => Promise<CancelResult>);

/** Returns the progress of an order, as steps report it. */
export function progressOf(
  status: OrderProgress['status'],
  changes: Partial<OrderProgress> = {},
): OrderProgress {
  return {
    status,
    exchangeOrderId: '77',
    filledQuantity: status === 'FILLED' ? '1' : '0',
    isIncomplete: false,
    ...changes,
  };
}

/** One order in a workflow of its own, with steps that give the answers of the test. */
export class WatchedOrder {
  readonly calls: StepCall[] = [];
  readonly request: OrderRequest;
  readonly #answers: Record<StepName, StepAnswer[]> = {
    placeOrder: [],
    resolveOrder: [],
    verifyOrder: [],
    cancelOrder: [],
  };

  constructor(private readonly client: Client) {
    this.request = {
      accountId: 1,
      accountName: 'fake',
      strategyId: 1,
      symbol: 'BTC/USDT',
      marketType: 'SPOT',
      side: 'BUY',
      orderType: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '1',
      price: '100',
      reduceOnly: false,
      receivedAt: new Date().toISOString(),
      clientOrderId: `ft-${randomBytes(16).toString('hex')}`,
    };
  }

  get handle(): WorkflowHandle<typeof orderWorkflow> {
    const { accountId, clientOrderId } = this.request;
    return this.client.workflow.getHandle(orderWorkflowId(accountId, clientOrderId));
  }

  /**
   * Sets the answers of the next calls of a step, in turn. A step without answers changes nothing.
   */
  answer(name: StepName, ...answers: StepAnswer[]): void {
    this.#answers[name].push(...answers);
  }

  /** Makes the next call of a step wait until the returned function is called with its answer. */
  hold(name: StepName): (progress: OrderProgress) => void {
    let release: (progress: OrderProgress) => void = () => {};
    const answer = new Promise<OrderProgress>((resolve) => {
      release = resolve;
    });
    // A step that Temporal repeats gets the same answer.
    this.answer(name, () => answer);
    return (progress) => release(progress);
  }

  async start(pollIntervalMs: number): Promise<void> {
    const timing = { pollIntervalMs, staleAfterMs: 30_000 };
    // It takes a while until the whole server knows a namespace's search attributes.
    await eventually('the workflow starts', async () => {
      await startOrderWorkflow(this.client, this.request, 'fake', timing);
      return true;
    });
  }

  /** Starts the workflow as continue-as-new does. */
  async startCarried(carried: NonNullable<OrderWorkflowInput['carried']>): Promise<void> {
    await this.client.workflow.start<typeof orderWorkflow>('orderWorkflow', {
      workflowId: this.handle.workflowId,
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ request: this.request, pollIntervalMs: 3_600_000, staleAfterMs: 30_000, carried }],
    });
  }

  run(name: StepName, input: StepInput<StepName>): Promise<OrderProgress> {
    this.calls.push({ name, input, at: Date.now() });
    const next = this.#answers[name].shift();
    if (typeof next === 'function') return next();
    const known = 'known' in input ? input.known : progressOf('UNKNOWN');
    return Promise.resolve(next ?? known);
  }

  /** Returns the calls of a step so far. */
  callsOf<Name extends StepName>(name: Name): StepCall<Name>[] {
    return this.calls.filter((call): call is StepCall<Name> => call.name === name);
  }

  /** Waits until a step was called a number of times. */
  called(name: StepName, times = 1): Promise<unknown> {
    return eventually(
      `${times} × ${name}`,
      () => this.callsOf(name).length >= times || undefined,
    ).catch((error: unknown) => {
      throw new Error(`came: ${this.calls.map((call) => call.name).join(', ')}`, { cause: error });
    });
  }

  /** Waits until the workflow itself reports that the order has a status. */
  async stands(status: OrderProgress['status']): Promise<void> {
    await eventually(`the order is ${status}`, async () => {
      const progress = await this.handle.query(statusQuery);
      return progress.status === status;
    });
  }

  /** Returns a stream message about this order. */
  update(changes: Partial<OrderUpdate> = {}): OrderUpdate {
    return {
      clientOrderId: this.request.clientOrderId,
      exchangeOrderId: '77',
      symbol: 'BTC/USDT',
      side: 'BUY',
      status: 'PARTIALLY_FILLED',
      filledQuantity: '0.4',
      fill: null,
      eventAt: '2026-01-01T00:00:00.000Z',
      ...changes,
    };
  }

  /** Returns the milliseconds of every timer that the workflow has started, from its history. */
  async timers(): Promise<number[]> {
    const { events } = await this.handle.fetchHistory();
    return (events ?? []).flatMap((event) => {
      const timeout = event.timerStartedEventAttributes?.startToFireTimeout;
      return timeout ? [Number(timeout.seconds ?? 0) * 1_000 + (timeout.nanos ?? 0) / 1e6] : [];
    });
  }
}
