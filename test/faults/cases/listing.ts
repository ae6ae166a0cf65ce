import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import { accepted, listMarket, refused } from '../../kit/desk/own-market.js';
import type { FaultRig } from '../../kit/faults/fault-rig.js';
import { ALL_MARKETS } from '../../kit/faults/markets.js';

/** The field in which a row of the listing names its market. */
const nameField = ({ restingMarketId }: Desk): string =>
  restingMarketId.startsWith('KRW-') ? 'market' : 'symbol';

/** How the listing of markets can be late, or be had and yet say nothing. */
const TROUBLES: readonly [
  what: string,
  name: string,
  parametersOf?: (desk: Desk) => Record<string, unknown>,
][] = [
  ['HTML with 200', 'html-200'],
  ['HTML with 502', 'html-error'],
  ['nothing', 'empty-lists'],
  ['rows without names', 'rest-missing-field', (desk) => ({ field: nameField(desk) })],
  ['no answer within 10 s', 'delay-answer', () => ({ ms: 12_000 })],
];

/** What is known stays known, and what is new is left to the exchange. */
export function listingFaults(rig: FaultRig): void {
  for (const market of ALL_MARKETS) {
    for (const [what, name, parametersOf] of TROUBLES) {
      rig.lonelyFault(`${what} for the listing, ${market}`, market, async (desk, run) => {
        const { venue } = desk.product;
        const known = await desk.rest();
        const { limit } = await listMarket(desk);
        const path = desk.plan.paths.listing;
        const parameters = parametersOf?.(desk) ?? {};
        const concerns = { market, method: 'GET', path, times: 1_000 };
        await venue.post('faults', { name, ...concerns, ...parameters });
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
