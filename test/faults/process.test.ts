import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { cutConnections, whileReadOnly } from '../kit/faults/database-faults.js';
import { marketInTurn, MARKETS } from '../kit/faults/markets.js';
import { trade, tradeWhile } from '../kit/faults/load.js';
import { newerVersion } from '../kit/product/newer-version.js';
import { isReady, ProcessProduct } from '../kit/product/process-product.js';
import type { ProcessRole } from '../kit/product/stack-product.js';
import { faultRig, type FaultBody } from '../kit/faults/fault-rig.js';

let processes: ProcessProduct;
const rig = faultRig('process', async () => (processes = await ProcessProduct.start()));

const BOUNDARIES: readonly [ProcessRole, string][] = [
  ['worker', 'before-submit'],
  ['worker', 'after-answer'],
  ['worker', 'after-commit'],
  ['stream', 'update-received'],
  ['stream', 'update-signalled'],
  ['edge', 'delivery-stored'],
];

for (const market of MARKETS) {
  for (const [role, boundary] of BOUNDARIES) {
    rig.lonelyFault(`SIGKILL of ${role} at ${boundary}, ${market}`, market, async (desk, run) => {
      // Fills of makers come by the stream. The successor dies at the same boundary.
      await tradeWhile(desk, 5, async () => {
        await processes.dieAt(role, boundary);
        await processes.dieAt(role, boundary);
        run.over();
      });
      await run.expectWhole();
    });
  }

  rig.lonelyFault(
    `SIGKILL of worker before an answer comes, ${market}`,
    market,
    async (desk, run) => {
      await desk.switchOn('delay-answer', {
        ms: 5_000,
        times: 2,
        method: 'POST',
        path: desk.plan.paths.create,
      });
      const orders = await Promise.all([desk.alert(desk.limit), desk.alert(desk.marketOrder)]);
      for (const order of orders) await desk.placed(order);
      await processes.kill('worker');
      run.over();
      await desk.fill(orders[0], { quantity: '0.4' });
      await desk.fill(orders[0]);
      await run.expectWhole();
    },
  );

  rig.lonelyFault(
    `two stream workers, each killed in turn, ${market}`,
    market,
    async (desk, run) => {
      const second = processes.startExtra('stream');
      await isReady(second);
      await tradeWhile(desk, 4, async () => {
        // Whichever of them holds the account, that one dies once.
        await processes.kill('stream');
        await sleep(2_000); // the survivor works alone for a while before it dies
        second.kill('SIGKILL');
        run.over();
      });
      await run.expectWhole();
    },
  );

  rig.lonelyFault(`Postgres killed and started again, ${market}`, market, async (desk, run) => {
    await tradeWhile(desk, 5, async () => {
      await processes.postgres.end('SIGKILL');
      await processes.postgres.start();
      run.over();
    });
    await run.expectWhole();
  });
}

let turn = 0;
/** A fault in which no exchange has a part: it is tried on the next market in turn. */
function lonelyInTurn(fault: string, body: FaultBody): void {
  const market = marketInTurn(turn);
  turn += 1;
  rig.lonelyFault(`${fault}, ${market}`, market, body);
}

lonelyInTurn('every connection cut, again and again', async (desk, run) => {
  await tradeWhile(desk, 10, async () => {
    for (let time = 0; time < 6; time += 1) {
      await sleep(500); // between two cuts something must get through
      expect(await cutConnections(rig.product().sql)).toBeGreaterThan(0);
    }
    run.over();
  });
  await run.expectWhole();
});

lonelyInTurn('Postgres read-only, as after a failover', async (desk, run) => {
  await tradeWhile(desk, 5, async () => {
    await whileReadOnly(rig.product().sql, async () => {
      await eventually('an alert to be answered 503', async () => {
        const { status, retryAfter } = await desk.deliver(desk.limit);
        return status === 503 && retryAfter !== null;
      });
    });
    run.over();
  });
  await run.expectWhole();
});

lonelyInTurn('Postgres stopped for 60 s', async (desk, run) => {
  await tradeWhile(desk, 5, async () => {
    await processes.postgres.end('SIGINT');
    await sleep(60_000); // the fault itself lasts this long
    await processes.postgres.start();
    run.over();
  });
  expect(desk.timesAway, 'alerts answered 503 with Retry-After').toBeGreaterThan(0);
  await run.expectWhole();
});

lonelyInTurn('Temporal killed, away for 30 s under load', async (desk, run) => {
  const before = await desk.alert(desk.limit);
  await desk.placed(before);
  await processes.temporal.end('SIGKILL');
  const away = sleep(30_000);
  await desk.fill(before, { quantity: '0.4', fills: 2 });
  const alerts: string[] = [];
  for (let second = 0; second < 25; second += 1) {
    const sentAt = Date.now();
    alerts.push(await desk.alert(desk.limit));
    expect(Date.now() - sentAt, 'ms until an alert was answered').toBeLessThan(3_000);
    await sleep(1_000); // alerts come at their own pace, not at ours
  }
  expect(desk.timesAway, 'alerts answered 503').toBe(0);
  await away;
  await processes.temporal.start();
  run.over();
  await eventually(
    'every alert of the outage on the exchange',
    async () => {
      const { orders } = await desk.ledger();
      return alerts.every((id) => orders.some(({ clientOrderId }) => clientOrderId === id));
    },
    10_000,
  );
  await Promise.all(alerts.slice(5).map((order) => desk.fill(order, { fills: 2 })));
  await run.expectWhole();
});

lonelyInTurn('old and new worker versions together', async (desk, run) => {
  const resting = await desk.alert(desk.limit); // begun by the old version
  await desk.placed(resting);
  const newer = processes.startExtra('worker', newerVersion(join(processes.dataDir, 'newer')));
  await isReady(newer);
  await eventually(
    'orders of both versions',
    async () => {
      await trade(desk, 5); // whichever is quicker takes them
      const [all, newer] = await Promise.all([
        processes.countOf('WorkflowType = "orderWorkflow"'),
        processes.countOf('TemporalChangeVersion = "a-step-more"'),
      ]);
      return newer > 0 && newer < all;
    },
    60_000,
  );
  // Only the new one is to go on. The old one is frozen, since a killed one would be started again.
  const old = processes.pid('worker') ?? 0;
  process.kill(old, 'SIGSTOP');
  run.over();
  try {
    await trade(desk, 5);
    await desk.fill(resting, { fills: 2 });
    await run.expectWhole();
  } finally {
    process.kill(old, 'SIGKILL');
    await processes.successor('worker', old);
    newer.kill('SIGKILL');
  }
});

rig.stillWhole();
