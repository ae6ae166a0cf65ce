import { expect } from 'vitest';
import { eventually } from '../../kit/eventually.js';
import { Desk } from '../../kit/desk/desk.js';
import { ESSENTIAL_MARKETS } from '../../kit/faults/markets.js';
import type { FaultRig } from '../../kit/faults/fault-rig.js';
import { twoResting } from '../../kit/faults/two-resting.js';

const BYBIT = ['bybit-spot', 'bybit-linear'] as const;

/** What topics do to one another: each has a part, and Bybit promises no order between them. */
const TOPIC_CASES: readonly [fault: string, name: string, parameters: object][] = [
  ['executions 2 s before their order', 'stream-delay', { event: 'order', ms: 2_000 }],
  ['orders 2 s before their executions', 'stream-delay', { event: 'execution', ms: 2_000 }],
  ['executions without their order', 'stream-swallow', { event: 'order' }],
  ['orders without their executions', 'stream-swallow', { event: 'execution' }],
];

/** What only Bybit's private stream does. */
export function bybitStreamFaults(rig: FaultRig): void {
  for (const market of BYBIT) {
    for (const [fault, name, parameters] of TOPIC_CASES) {
      rig.fault(`${fault}, ${market}`, market, async (desk, run) => {
        const [first, second] = await twoResting(desk);
        await desk.switchOn(name, { ...parameters, forMs: 4_000 });
        await desk.fill(first, { quantity: '0.3', fills: 2 });
        await desk.fill(first, { fills: 3 });
        await desk.fill(second, { quantity: '0.5' });
        await desk.control('cancel', { clientOrderId: second });
        await desk.alert(desk.marketOrder);
        await run.expectWhole();
      });
    }

    rig.fault(`logins refused at the reconnect, ${market}`, market, async (desk, run) => {
      const [first, second] = await twoResting(desk);
      await desk.control('bybit/refuse-auth', { times: 3 });
      await desk.control('stream/drop');
      await desk.fill(first, { fills: 3 });
      await eventually('the logins to be refused', async () => {
        return ((await desk.control('bybit/refuse-auth')) as { left: number }).left === 0;
      });
      run.over();
      await desk.connected();
      await desk.fill(second, { fills: 2 });
      await run.expectWhole();
    });

    rig.fault(`filled, reported again for a lost cancel, ${market}`, market, async (desk, run) => {
      const [first, second] = await twoResting(desk);
      await desk.fill(first, { fills: 2 });
      await desk.stands(first, 'FILLED');
      await desk.control('bybit/cancel-lost', { clientOrderId: first });
      // When we cancel this one, we have heard nothing of its end.
      await desk.switchOn('stream-swallow', { execution: 'TRADE', times: 2 });
      await desk.fill(second, { fills: 2 });
      await desk.cancel(second);
      await desk.control('bybit/cancel-lost', { clientOrderId: second });
      await desk.control('bybit/cancel-lost', { clientOrderId: second });
      await run.expectWhole();
      expect(await desk.statusOf(second)).toBe('FILLED');
    });

    // On spot it is PartiallyFilledCanceled, on contracts Cancelled with fills.
    rig.fault(`cancelled with fills, half of it reported, ${market}`, market, async (desk, run) => {
      const [first, second] = await twoResting(desk);
      await desk.switchOn('stream-swallow', { execution: 'CANCELLED', times: 1 });
      await desk.fill(first, { quantity: '0.4', fills: 2 });
      await desk.control('cancel', { clientOrderId: first });
      await desk.switchOn('stream-swallow', { execution: 'TRADE', times: 2 });
      await desk.fill(second, { quantity: '0.3', fills: 3 });
      await desk.control('cancel', { clientOrderId: second });
      await run.expectWhole();
    });
  }

  // Each account's stream reports both; their markets have the same names.
  if (BYBIT.every((market) => ESSENTIAL_MARKETS.includes(market))) {
    const fault = 'one key on spot and contracts, dropped, bybit-spot';
    rig.fault(fault, 'bybit-spot', async (desk, run) => {
      run.desks.push(await Desk.open(desk.product, 'bybit-linear', desk));
      const { desks } = run;
      const orders = await Promise.all(desks.map(twoResting));
      for (const [index, each] of desks.entries()) {
        const [first, second] = orders[index] ?? ['', ''];
        await each.fill(first, { quantity: '0.3', fills: 2 });
        await each.control('stream/drop', { refuseForMs: 2_000 });
        run.over(Date.now() + 2_000);
        await each.fill(first, { fills: 2 });
        await each.fill(second, { quantity: '0.4' });
        await each.control('cancel', { clientOrderId: second });
        await each.alert(each.marketOrder);
      }
      await run.expectWhole();
    });
  }

  rig.fault('executions that are no trades, bybit-linear', 'bybit-linear', async (desk, run) => {
    const [first, second] = await twoResting(desk);
    const others = async (): Promise<void> => {
      for (const execType of ['Funding', 'AdlTrade', 'BustTrade', 'Settle', 'Delivery']) {
        await desk.control('bybit/execution', {
          symbol: desk.restingMarketId,
          execType,
          quantity: '0.5',
          fee: '1.25',
        });
      }
    };
    await desk.fill(first, { quantity: '0.3', fills: 2 });
    await others();
    await desk.fill(first);
    // They are listed beside the fills that are looked for when the stream is back.
    await desk.control('stream/drop', { refuseForMs: 3_000 });
    run.over(Date.now() + 3_000);
    await others();
    await desk.fill(second, { fills: 2 });
    await desk.connected();
    await others();
    await run.expectWhole();
  });
}
