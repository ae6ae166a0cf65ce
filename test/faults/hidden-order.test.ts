import { expect } from 'vitest';
import type { Desk } from '../kit/desk/desk.js';
import { hideWhatIsSent } from '../kit/desk/hide-what-is-sent.js';
import { eventually } from '../kit/eventually.js';
import { faultRig } from '../kit/faults/fault-rig.js';
import { ALL_MARKETS } from '../kit/faults/markets.js';
import { Product } from '../kit/product/product.js';

/** Longer than an order may turn up that is not sent again, which is a minute. */
const HIDDEN_MS = 100_000;
/** The operator is told of an order that ended here a minute ago and is open on the exchange. */
const TOLD_WITHIN_MS = 240_000;
/** What tells a listener that the exchange may still have an order, and fill it. */
const UNSEEN = /^ORDER_(NEVER_ARRIVED|WITHDRAWN): .*the exchange does not know (it|the order)/;

// By the time they seem never to have arrived, it is too late to send them again.
const start = () => Product.start({ staleAfterMs: 8_000 });
const rig = faultRig('hidden', start, ALL_MARKETS);

/** Expects that the order's events say why it had ended, and that its fill came late, once. */
async function expectLateEnd(desk: Desk, clientOrderId: string): Promise<void> {
  const events = await desk.product.sql`
    select type, data ->> 'reason' as reason, data ->> 'filledQuantity' as filled
    from order_events where client_order_id = ${clientOrderId} and type <> 'position_updated'
    order by id`;
  const quantity = desk.limit.quantity;
  expect(events).toEqual([
    { type: 'order_rejected', reason: expect.stringMatching(UNSEEN) as string, filled: '0' },
    { type: 'order_filled', reason: null, filled: quantity },
  ]);
}

for (const market of ALL_MARKETS) {
  rig.fault(
    `not found for 100 s after an unclear answer, filled after it has ended here, ${market}`,
    market,
    async (desk, run) => {
      const forMs = HIDDEN_MS;
      await hideWhatIsSent(desk, { hiddenMs: HIDDEN_MS, forMs, cancelsFailForMs: forMs });
      const hidden = await Promise.all([desk.alert(desk.limit), desk.alert(desk.limit)]);
      const [, withdrawn] = hidden;
      await Promise.all(hidden.map((each) => desk.stands(each, 'UNKNOWN')));
      expect(await desk.cancel(withdrawn), 'a cancel that the exchange does not answer').toBe(502);
      await Promise.all(hidden.map((each) => desk.stands(each, 'REJECTED')));
      await eventually(
        'the operator to be told of both',
        async () => {
          const told = await desk.product.sql`
            select 1 from alerts
            where account_id = ${desk.accountId} and code = 'ORDER_STILL_OPEN'`;
          return told.length === hidden.length;
        },
        TOLD_WITHIN_MS,
      );
      for (const each of hidden) await desk.fill(each);
      run.over();
      await run.expectWhole();
      for (const each of hidden) await expectLateEnd(desk, each);
      const sent = await desk.timesAsked(`POST ${desk.plan.paths.create}`);
      expect(sent, 'submissions, answered or not').toBe(hidden.length);
    },
  );
}

rig.stillWhole();
