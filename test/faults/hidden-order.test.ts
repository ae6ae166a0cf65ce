import { expect } from 'vitest';
import { MARKET_NAMES } from '../../simulator/names.js';
import { hideWhatIsSent } from '../kit/desk/hide-what-is-sent.js';
import { eventually } from '../kit/eventually.js';
import { faultRig } from '../kit/faults/fault-rig.js';
import { Product } from '../kit/product/product.js';

/** Longer than an order may turn up that is not sent again, which is a minute. */
const HIDDEN_MS = 100_000;
/** The operator is told of an order that ended here a minute ago and is open on the exchange. */
const TOLD_WITHIN_MS = 240_000;

// By the time they seem never to have arrived, it is too late to send them again.
const start = () => Product.start({ staleAfterMs: 8_000 });
const rig = faultRig('hidden', start, MARKET_NAMES);

for (const market of MARKET_NAMES) {
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
    },
  );
}

rig.stillWhole();
