import { BYBIT_MARKETS } from '../../kit/faults/markets.js';
import type { FaultRig } from '../../kit/faults/fault-rig.js';

/**
 * What only Bybit does to those who ask too often. It is the last fault there, and on one market
 * only: whoever is barred may ask nothing about the other one either.
 */
export function bybitBarFaults(rig: FaultRig): void {
  for (const market of BYBIT_MARKETS.slice(0, 1)) {
    rig.lonelyFault(`an address barred for 10 min (403), ${market}`, market, async (desk, run) => {
      const resting = await desk.alert(desk.limit);
      await desk.stands(resting, 'NEW');
      await desk.switchOn('rate-limited', {
        method: 'POST',
        path: desk.plan.paths.create,
        status: 418,
        times: 1,
      });
      // They would be too old when the bar ends: both are given up at once.
      await desk.stands(await desk.alert(desk.limit), 'REJECTED');
      await desk.stands(await desk.alert(desk.marketOrder), 'REJECTED');
      // What the stream reports needs no question.
      await desk.fill(resting, { quantity: '0.4', fills: 2 });
      await desk.fill(resting);
      run.over();
      await run.expectWhole();
    });
  }
}
