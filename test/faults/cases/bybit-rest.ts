import { BYBIT_MARKETS } from '../../kit/faults/markets.js';
import type { FaultRig } from '../../kit/faults/fault-rig.js';

/** What only Bybit's lists do. */
export function bybitRestFaults(rig: FaultRig): void {
  for (const market of BYBIT_MARKETS) {
    rig.fault(`1,000 fills on ten pages, ${market}`, market, async (desk, run) => {
      const [order, other] = await Promise.all([
        desk.alert({ ...desk.limit, quantity: '500' }),
        desk.alert(desk.sale),
      ]);
      await desk.placed(order);
      await desk.placed(other);
      // Fills of one command come in two frames, one of each topic.
      await desk.switchOn('stream-swallow', { execution: 'TRADE', times: 2 });
      await desk.fill(order, { fills: 1_000 });
      // The newest come first: while pages are read, these fills move them.
      for (let fill = 0; fill < 9; fill += 1) await desk.fill(other, { quantity: '0.1' });
      await run.expectWhole();
    });

    rig.fault(`taxes beside the fee, ${market}`, market, async (desk, run) => {
      await desk.control('bybit/extra-fees');
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.3', fills: 2 });
      await desk.switchOn('stream-swallow', { execution: 'TRADE', times: 2 });
      await desk.fill(order, { fills: 2 });
      await desk.alert(desk.marketOrder);
      await run.expectWhole();
    });

    rig.fault(`10006 until its reset for every read, ${market}`, market, async (desk, run) => {
      const [first, second] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.sale)]);
      await desk.placed(first);
      await desk.placed(second);
      for (const path of [desk.plan.paths.order, desk.plan.paths.trades]) {
        const tooOften = { method: 'GET', path, retryAfter: 2, forMs: 10_000 };
        await desk.switchOn('rate-limited', tooOften);
      }
      await desk.switchOn('stream-swallow', { execution: 'TRADE', forMs: 10_000 });
      await desk.fill(first, { fills: 3 });
      await desk.fill(second, { quantity: '0.4', fills: 2 });
      await desk.control('cancel', { clientOrderId: second });
      await desk.alert(desk.marketOrder);
      await run.expectWhole();
    });
  }
}
