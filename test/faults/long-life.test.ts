import { eventually } from '../kit/eventually.js';
import { MARKETS } from '../kit/faults/markets.js';
import { ProcessProduct } from '../kit/product/process-product.js';
import { faultRig } from '../kit/faults/fault-rig.js';

let processes: ProcessProduct;
const rig = faultRig('process', async () => (processes = await ProcessProduct.start()));

for (const market of MARKETS) {
  rig.lonelyFault(
    `SIGKILL during continue-as-new, again and again, ${market}`,
    market,
    async (desk, run) => {
      const orders = await Promise.all(Array.from({ length: 8 }, () => desk.alert(desk.limit)));
      for (const order of orders) await desk.placed(order);
      const runs = new Set<string>();
      for (let death = 0; death < 4; death += 1) {
        // Between two deaths each order's workflow begins another run, and hears of a fill.
        await eventually('another run of an order', async () => {
          const known = runs.size;
          // Each look makes its history longer, until it is full and it continues as new.
          await Promise.all(
            orders.map((order) => processes.wake(`order:${desk.accountId}:${order}`)),
          );
          runs.add(await processes.runIdOf(`order:${desk.accountId}:${orders[0]}`));
          return runs.size > Math.max(known, 1);
        });
        await processes.kill('worker');
        await Promise.all(orders.map((order) => desk.fill(order, { quantity: '0.1' })));
      }
      run.over();
      await Promise.all(orders.slice(2).map((order) => desk.fill(order)));
      await desk.cancel(orders[0] ?? '');
      await run.expectWhole();
    },
  );
}

rig.stillWhole();
