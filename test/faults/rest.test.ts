import { bybitRestFaults } from './cases/bybit-rest.js';
import { listingFaults } from './cases/listing.js';
import { ESSENTIAL_MARKETS, ALL_MARKETS, MARKETS } from '../kit/faults/markets.js';
import { faultRig, type FaultBody } from '../kit/faults/fault-rig.js';

const rig = faultRig('rest', undefined, [...new Set([...ESSENTIAL_MARKETS, ...ALL_MARKETS])]);

type Case = readonly [
  fault: string,
  name: string,
  parameters: Record<string, unknown>,
  only?: 'order' | 'open' | 'trades',
];

/** What reads can do wrong, each on one path or on all of them. */
const CASES: readonly Case[] = [
  ['2 s behind the stream', 'rest-lag', { ms: 2_000, forMs: 12_000 }],
  ['fills 2 s behind the orders', 'fills-lag', { ms: 2_000, forMs: 12_000 }],
  ['time-out after 5 s of the order', 'delay-answer', { ms: 6_000, forMs: 12_000 }, 'order'],
  ['time-out after 5 s of the trades', 'delay-answer', { ms: 6_000, forMs: 12_000 }, 'trades'],
  ['HTML with 200 for the order', 'html-200', { forMs: 12_000 }, 'order'],
  ['HTML with 200 for the trades', 'html-200', { forMs: 12_000 }, 'trades'],
  ['HTML with 502 for the order', 'html-error', { forMs: 12_000 }, 'order'],
  ['sixteen decimals', 'rest-precision', { forMs: 8_000 }],
];

/** After this, nothing is asked of Bybit from the same address for a while: nobody may be there. */
const FIREWALL: Case = [
  'a firewall’s 403 for the order',
  'html-error',
  { forMs: 12_000, status: 403 },
  'order',
];

const reading =
  ([, name, parameters, only]: Case): FaultBody =>
  async (desk, run) => {
    const resting = await desk.alert(desk.limit);
    await desk.placed(resting);
    const path = only && desk.plan.paths[only];
    await desk.switchOn(name, { ...(path && { method: 'GET', path }), ...parameters });
    // Only reads can find these fills, since the stream swallows them.
    const unheard = await desk.alert(desk.sale);
    await desk.fill(resting, { quantity: '0.3', fills: 3 });
    // The frames of this order have come before those of the others are swallowed.
    await desk.placed(await desk.alert(desk.marketOrder));
    await desk.switchOn('stream-swallow', { execution: 'TRADE', times: 3 });
    await desk.fill(unheard, { fills: 3 });
    await desk.fill(resting, { fills: 2 });
    await run.expectWhole();
  };

for (const market of MARKETS) {
  for (const each of CASES) rig.fault(`${each[0]}, ${market}`, market, reading(each));

  for (const empty of [false, true]) {
    const how = empty ? 'are missing from the list' : 'cannot be had';
    rig.fault(`fills that ${how} for 12 s, ${market}`, market, async (desk, run) => {
      const [first, second] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.limit)]);
      await desk.placed(first);
      await desk.switchOn('trades-unavailable', { empty, forMs: 12_000 });
      await desk.switchOn('stream-swallow', { execution: 'TRADE', forMs: 12_000 });
      await desk.fill(first, { quantity: '0.3', fills: 3 });
      await desk.fill(second, { fills: 3 });
      await desk.control('cancel', { clientOrderId: first });
      await run.expectWhole();
    });
  }
}

bybitRestFaults(rig);
listingFaults(rig);

for (const market of MARKETS) {
  rig.lonelyFault(`${FIREWALL[0]}, ${market}`, market, reading(FIREWALL));
}

rig.stillWhole();
