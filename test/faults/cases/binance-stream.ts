import type { FaultRig } from '../../kit/faults/fault-rig.js';
import { twoResting } from '../../kit/faults/two-resting.js';

/** What only Binance's private streams say of themselves. */
export function binanceStreamFaults(rig: FaultRig): void {
  for (const market of ['spot', 'futures'] as const) {
    rig.fault(`serverShutdown, ${market}`, market, async (desk, run) => {
      const [first, second] = await twoResting(desk);
      await desk.control('stream/event', { event: 'serverShutdown' });
      await desk.fill(first, { fills: 2 });
      await desk.control('stream/drop');
      run.over();
      await desk.fill(second);
      await run.expectWhole();
    });
  }

  rig.fault('eventStreamTerminated, the socket stays open, spot', 'spot', async (desk, run) => {
    const [first, second] = await twoResting(desk);
    await desk.control('stream/event', { event: 'eventStreamTerminated' });
    run.over();
    await desk.fill(first, { fills: 2 });
    await desk.connected();
    await desk.fill(second);
    await run.expectWhole();
  });

  rig.fault('listen key expired, the socket stays open, futures', 'futures', async (desk, run) => {
    const [first, second] = await twoResting(desk);
    await desk.control('stream/expire-listen-key', { market: undefined });
    run.over();
    await desk.fill(first, { fills: 2 });
    await desk.connected();
    await desk.fill(second);
    await run.expectWhole();
  });

  rig.fault('a TRADE_LITE twin before each fill, futures', 'futures', async (desk, run) => {
    // Its twin comes two seconds before the fill that counts, and twice.
    const [first, second] = await twoResting(desk);
    await desk.switchOn('stream-duplicate', { event: 'TRADE_LITE', forMs: 4_000 });
    await desk.switchOn('stream-delay', { event: 'ORDER_TRADE_UPDATE', ms: 2_000, forMs: 4_000 });
    await desk.fill(first, { quantity: '0.3', fills: 2 });
    await desk.fill(second, { fills: 3 });
    await desk.alert(desk.marketOrder);
    await run.expectWhole();
  });
}
