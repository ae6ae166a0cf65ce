import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import type { Activities } from '../../../activities/index.js';
import type { OrderProgress } from '../../../src/domain/progress.js';
import { ORDER_TASK_QUEUE } from '../../../src/domain/task-queues.js';
import { createLogger } from '../../../src/observability/log.js';
import { installRuntime } from '../../../src/temporal/runtime.js';
import { workflowCode } from '../../../src/worker/workflow-code.js';
import { WatchedOrder, type StepInput, type StepName } from './watched-order.js';

/** The real workflows on a real Temporal, with {@link WatchedOrder}s for their steps. */
export class OrderWorkflows {
  readonly #orders = new Map<string, WatchedOrder>();
  #close: () => Promise<void> = () => Promise.resolve();
  #client!: Client;

  /** @param maxCachedWorkflows with 0, every step replays the workflow from its beginning */
  static async open(
    namespace: string,
    maxCachedWorkflows: number | undefined,
  ): Promise<OrderWorkflows> {
    const workflows = new OrderWorkflows();
    const address = inject('temporalAddress');
    installRuntime(createLogger('worker', 'fatal'));
    const connection = await NativeConnection.connect({ address });
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue: ORDER_TASK_QUEUE,
      ...workflowCode,
      activities: workflows.#activities(),
      ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
      shutdownForceTime: '5 s',
    });
    workflows.#client = new Client({ connection, namespace });
    const done = worker.run();
    workflows.#close = async () => {
      worker.shutdown();
      await done;
      await connection.close();
    };
    return workflows;
  }

  /** Returns a new order that is not started yet. */
  order(): WatchedOrder {
    const order = new WatchedOrder(this.#client);
    this.#orders.set(order.request.clientOrderId, order);
    return order;
  }

  close(): Promise<void> {
    return this.#close();
  }

  #activities(): Pick<Activities, StepName> {
    const run =
      <Name extends StepName>(name: Name) =>
      (input: StepInput<Name>): Promise<OrderProgress> => {
        const { clientOrderId } = 'request' in input ? input.request : input.order;
        const order = this.#orders.get(clientOrderId);
        if (!order) throw new Error(`no test knows the order ${clientOrderId}`);
        return order.run(name, input);
      };
    return {
      placeOrder: run('placeOrder'),
      resolveOrder: run('resolveOrder'),
      verifyOrder: run('verifyOrder'),
      cancelOrder: run('cancelOrder'),
    };
  }
}
