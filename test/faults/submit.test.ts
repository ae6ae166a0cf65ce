import { MARKETS } from './support/desk.js';
import { faultRig, startProduct } from './support/rig.js';

// What proves never to have arrived is sent again after 25 s: on a busy machine too, before it is stale.
const rig = faultRig('submit', () => startProduct({ staleAfterMs: 60_000 }));

/** What goes wrong while an order is being sent: a switch of the exchange for each. */
const CASES: readonly [fault: string, name: string, parameters: Record<string, unknown>][] = [
  ['accepted, then no answer', 'accept-then-hang', {}],
  ['accepted, then reset', 'accept-then-reset', {}],
  ['503, executed', 'unavailable-executed', {}],
  ['503, not executed', 'unavailable-not-executed', {}],
  ['503 that says it failed', 'unavailable-not-executed', { executed: false }],
  ['-1007, executed', 'unknown-1007-executed', {}],
  ['-1007, not executed', 'unknown-1007-not-executed', {}],
  ['200 with HTML, executed', 'html-200', { onCreate: true }],
  ['200 with HTML, not executed', 'html-200', { onCreate: true, executed: false }],
  ['duplicate-id answer', 'duplicate-id', {}],
  ['429 with Retry-After', 'rate-limited', { onCreate: true, status: 429, retryAfter: 3 }],
  ['418 with Retry-After', 'rate-limited', { onCreate: true, status: 418, retryAfter: 5 }],
];

for (const market of MARKETS) {
  for (const [fault, name, { onCreate, ...parameters }] of CASES) {
    rig.fault(`${fault}, ${market}`, market, async (desk, run) => {
      await desk.switchOn(name, {
        ...(onCreate ? { method: 'POST', path: desk.plan.paths.create } : {}),
        ...parameters,
        times: 2,
      });
      const [resting] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.marketOrder)]);
      await desk.fill(resting, { quantity: '0.4' });
      await desk.fill(resting);
      await run.expectWhole();
    });
  }

  rig.fault(`not found for 3 s after an unclear answer, ${market}`, market, async (desk, run) => {
    await desk.switchOn('not-found-after-create', { ms: 3_000, forMs: 10_000 });
    await desk.switchOn('unavailable-executed', { times: 2 });
    const [resting] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.marketOrder)]);
    await desk.fill(resting);
    await run.expectWhole();
  });
}

rig.stillWhole();
