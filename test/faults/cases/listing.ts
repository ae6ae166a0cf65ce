import { expect } from 'vitest';
import { accepted, listMarket, refused } from '../../kit/desk/own-market.js';
import type { FaultRig } from '../../kit/faults/fault-rig.js';
import { MARKETS } from '../../kit/faults/markets.js';

/** How the listing of markets can be had and yet say nothing. */
const TROUBLES = [
  ['HTML with 200', 'html-200'],
  ['HTML with 502', 'html-error'],
  ['nothing', 'empty-lists'],
] as const;

/** What is known stays known, and what is new is left to the exchange. */
export function listingFaults(rig: FaultRig): void {
  for (const market of MARKETS) {
    for (const [what, name] of TROUBLES) {
      rig.lonelyFault(`${what} for the listing, ${market}`, market, async (desk, run) => {
        const { venue } = desk.product;
        const known = await desk.rest();
        const { limit } = await listMarket(desk);
        const path = desk.plan.paths.listing;
        await venue.post('faults', { name, market, method: 'GET', path, times: 1_000 });
        const fresh = await accepted(desk, limit);
        await desk.fill(fresh, { quantity: '0.4', fills: 2 });
        expect(await refused(desk, { ...desk.limit, quantity: '0.00000001' })).toMatch(
          /^(QUANTITY|NOTIONAL)_/,
        );
        await desk.fill(known);
        await desk.stands(known, 'FILLED');
        await venue.clearFaults(name);
        run.over();
        await desk.fill(fresh);
        await run.expectWhole();
      });
    }
  }
}
