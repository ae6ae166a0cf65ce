import type { DeskPlan } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import { binanceStreamFaults } from './cases/binance-stream.js';
import { bybitStreamFaults } from './cases/bybit-stream.js';
import { ESSENTIAL_MARKETS, MARKETS } from '../kit/faults/markets.js';
import { placeOutside } from '../kit/desk/outside-order.js';
import { faultRig } from '../kit/faults/fault-rig.js';
import { twoResting } from '../kit/faults/two-resting.js';

const rig = faultRig('stream');

/** Faults of single frames: while they are on, two resting orders are filled in parts. */
const FRAME_CASES: readonly [
  fault: string,
  name: string,
  parameters: object | ((plan: DeskPlan) => object),
][] = [
  ['duplicated frames', 'stream-duplicate', { forMs: 4_000 }],
  ['reordered frames', 'stream-reorder', { times: 6, ms: 2_000 }],
  ['swallowed frames', 'stream-swallow', { execution: 'TRADE', times: 5 }],
  ['malformed frames', 'stream-malformed', { execution: 'TRADE', times: 5 }],
  ['frames without the filled quantity', 'stream-unreadable', { execution: 'TRADE', times: 5 }],
  [
    'frames with an impossible quantity',
    'stream-unreadable',
    ({ lastQuantityField: field }) => ({ execution: 'TRADE', times: 5, field, value: 'NaN' }),
  ],
];

for (const market of MARKETS) {
  for (const [fault, name, parameters] of FRAME_CASES) {
    rig.fault(`${fault}, ${market}`, market, async (desk, run) => {
      const [first, second] = await twoResting(desk);
      const own = typeof parameters === 'function' ? parameters(desk.plan) : parameters;
      await desk.switchOn(name, { ...own });
      await desk.fill(first, { quantity: '0.3', fills: 2 });
      await desk.fill(first, { fills: 3 });
      await desk.fill(second, { quantity: '0.5', fills: 5 });
      await desk.fill(second, { fills: 6 });
      await run.expectWhole();
    });
  }
}

for (const market of ESSENTIAL_MARKETS) {
  rig.fault(`dropped, and refused for 5 s, ${market}`, market, async (desk, run) => {
    const [first, second] = await twoResting(desk);
    await desk.control('stream/drop', { refuseForMs: 5_000 });
    run.over(Date.now() + 5_000);
    await desk.fill(first, { fills: 3 });
    await desk.fill(second, { quantity: '0.5' });
    await desk.control('cancel', { clientOrderId: second });
    await desk.connected();
    await run.expectWhole();
  });
}

for (const market of MARKETS) {
  rig.fault(`half-open silence, ${market}`, market, async (desk, run) => {
    const [first, second] = await twoResting(desk);
    // Without pongs, too, and for longer than a stream may be silent before it is taken for dead.
    const [opened, silentAt] = [await desk.connectedAt(), Date.now()];
    await desk.switchOn('stream-silent', { forMs: 40_000 });
    await desk.fill(first, { fills: 2 });
    await desk.fill(second, { quantity: '0.5' });
    // The comparison counts the fills although the silence goes on.
    run.over();
    await run.expectWhole();
    await eventually(
      'the dead connection to be given up',
      async () => (await desk.connectedAt()) !== opened,
      silentAt + 38_000 - Date.now(),
    );
    await desk.faults.over();
    await desk.connected();
    await desk.fill(second);
    run.over();
    await run.expectWhole();
  });
}

for (const market of ESSENTIAL_MARKETS) {
  rig.fault(`1,000 fills at once, ${market}`, market, async (desk, run) => {
    const order = await desk.alert({ ...desk.limit, quantity: '500' });
    await desk.fill(order, { fills: 1_000 });
    run.over();
    await run.expectWhole();
  });

  rig.fault(`a fill before the acknowledgement, ${market}`, market, async (desk, run) => {
    await desk.switchOn('delay-answer', {
      ms: 3_000,
      times: 1,
      method: 'POST',
      path: desk.plan.paths.create,
    });
    const order = await desk.alert(desk.limit);
    await desk.fill(order, { quantity: '0.3', fills: 2 });
    await desk.fill(order, { fills: 2 });
    await run.expectWhole();
  });

  rig.fault(`fills before the workflow exists, ${market}`, market, async (desk, run) => {
    await placeOutside(desk, desk.marketOrder);
    const { limit } = desk;
    const [first, second] = [await placeOutside(desk, limit), await placeOutside(desk, limit)];
    await desk.fill(first, { fills: 3 });
    await desk.fill(second, { quantity: '0.4' });
    await desk.control('cancel', { clientOrderId: second });
    await placeOutside(desk, limit); // this one goes on resting
    run.over();
    await run.expectWhole();
  });

  rig.fault(`a fill reported after its cancel, ${market}`, market, async (desk, run) => {
    const [first, second] = await twoResting(desk);
    await desk.switchOn('stream-delay', { execution: 'TRADE', ms: 4_000, forMs: 5_000 });
    await desk.switchOn('fills-lag', { ms: 3_000, forMs: 8_000 });
    await desk.fill(first, { quantity: '0.4' });
    await desk.cancel(first);
    await desk.fill(second, { quantity: '0.6' });
    await desk.control('cancel', { clientOrderId: second });
    await run.expectWhole();
  });
}

binanceStreamFaults(rig);
bybitStreamFaults(rig);

for (const market of MARKETS) {
  rig.lonelyFault(`closed at the end of its 24 h, ${market}`, market, async (desk, run) => {
    const [first, second] = await twoResting(desk);
    const opened = await desk.connectedAt();
    await desk.control('stream/life', { apiKey: undefined, ms: 1_000 });
    await eventually('the old connection to be gone', async () => {
      return (await desk.connectedAt()) !== opened;
    });
    await desk.fill(first, { fills: 2 });
    await desk.control('stream/life', { apiKey: undefined, ms: 86_400_000 });
    run.over();
    await desk.connected();
    await desk.fill(second);
    await run.expectWhole();
  });
}

rig.stillWhole();
