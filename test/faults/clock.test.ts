import { afterEach } from 'vitest';
import { MARKETS } from '../kit/faults/markets.js';
import { faultRig } from '../kit/faults/fault-rig.js';

const rig = faultRig('clock');

const TEN_MINUTES_MS = 600_000;

const setClock = (offsetMs: number): Promise<unknown> =>
  rig.product().venue.post('clock', { offsetMs });

afterEach(() => setClock(0));

for (const market of MARKETS) {
  for (const [direction, offsetMs] of [
    ['ahead of', TEN_MINUTES_MS],
    ['behind', -TEN_MINUTES_MS],
  ] as const) {
    rig.lonelyFault(
      `ours 10 min ${direction} the exchange’s, ${market}`,
      market,
      async (desk, run) => {
        const before = await desk.alert(desk.limit);
        await desk.placed(before);
        await setClock(-offsetMs);
        // The fault lasts: what counts is how soon everything works in spite of it.
        run.over();
        // The stream is opened anew, and signed, by a clock that is wrong.
        await desk.control('stream/drop');
        const [after] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.marketOrder)]);
        await desk.fill(before, { quantity: '0.4', fills: 2 });
        await desk.fill(after, { fills: 2 });
        await desk.connected();
        await desk.control('cancel', { clientOrderId: before });
        await run.expectWhole();
      },
    );
  }
}

rig.stillWhole();
