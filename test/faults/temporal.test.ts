import { Client, Connection } from '@temporalio/client';
import { expect } from 'vitest';
import { eventually } from '../kit/eventually.js';
import type { Desk } from '../kit/desk/desk.js';
import { faultRig, type FaultBody } from '../kit/faults/fault-rig.js';
import { trade, tradeWhile } from '../kit/faults/load.js';
import { marketInTurn } from '../kit/faults/markets.js';
import { ProcessProduct } from '../kit/product/process-product.js';

let processes: ProcessProduct;
const rig = faultRig('temporal', async () => (processes = await ProcessProduct.start()));

const RUNNING = 'ExecutionStatus = "Running"';
const ROUNDS = 4;

/** Does something to every workflow that fits a query. Returns to how many it could be done. */
async function toEach(
  query: string,
  act: (client: Client, workflowId: string, runId: string) => Promise<unknown>,
): Promise<number> {
  const connection = await Connection.connect({ address: processes.temporal.url });
  try {
    const client = new Client({ connection });
    let done = 0;
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      const isDone = await act(client, workflowId, runId).then(
        () => true,
        () => false, // it has ended since it was listed
      );
      if (isDone) done += 1;
    }
    return done;
  } finally {
    await connection.close();
  }
}

/** Does something to all orders' workflows while they trade, and to all workflows in the end. */
function doneToAll(act: Parameters<typeof toEach>[1]): FaultBody {
  return async (desk, run) => {
    const resting = await desk.rest();
    await tradeWhile(desk, 5, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await eventually('an order’s workflow that it could be done to', async () => {
          const orders = await toEach(`${RUNNING} and WorkflowType = "orderWorkflow"`, act);
          return orders > 0;
        });
      }
      await toEach(RUNNING, act);
      run.over();
    });
    await ends(desk, resting);
    await run.expectWhole();
  };
}

async function ends(desk: Desk, resting: string): Promise<void> {
  await desk.fill(resting, { quantity: '0.4' });
  await desk.fill(resting);
  await trade(desk, 5);
}

const FAULTS: readonly [string, FaultBody][] = [
  [
    'an operator terminates every workflow',
    doneToAll((client, id) => client.workflow.getHandle(id).terminate('by a test')),
  ],
  [
    'an operator cancels every workflow, which is not the order’s cancel',
    doneToAll((client, id) => client.workflow.getHandle(id).cancel()),
  ],
  [
    'an operator resets the workflows of orders, ended ones too',
    async (desk, run) => {
      const resting = await desk.rest();
      await trade(desk, 5);
      await tradeWhile(desk, 5, async () => {
        const reset = await toEach('WorkflowType = "orderWorkflow"', resetToStart);
        expect(reset, 'workflows that were reset').toBeGreaterThan(5);
        run.over();
      });
      await ends(desk, resting);
      await run.expectWhole();
    },
  ],
  [
    'Temporal’s data is lost',
    async (desk, run) => {
      const resting = await desk.rest();
      await tradeWhile(desk, 5, async () => {
        await processes.temporal.end('SIGKILL');
        processes.forgetWorkflows();
        await processes.temporal.start();
        run.over();
      });
      await ends(desk, resting);
      await run.expectWhole();
    },
  ],
];

/** Resets a workflow to its first task, from where it does everything again. */
async function resetToStart(client: Client, workflowId: string, runId: string): Promise<void> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const first = events?.find((event) => event.workflowTaskCompletedEventAttributes);
  await client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: first?.eventId ?? null,
    requestId: runId,
    reason: 'by a test',
  });
}

FAULTS.forEach(([fault, body], index) => {
  const market = marketInTurn(index);
  rig.lonelyFault(`${fault}, ${market}`, market, body);
});

rig.stillWhole();
