import { describe, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { expectLedgerEqualsDatabase } from '../kit/ledger/expect-ledger.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: TestListener;
let rest: ProductInUse['rest'];

useProduct({ resting: ['spot', 'futures'] }, (inUse) => ({ product, sse, rest } = inUse));

describe.each([600_000, -600_000])('with our clock %i ms behind the exchange', (offsetMs) => {
  it.each(['spot', 'futures'] as const)('an order on %s is placed and filled', async (market) => {
    await product.venue.post('clock', { offsetMs });
    // Its subscription is signed, too.
    await product.venue.post('stream/drop', { market });
    const id = await rest(market, `${market} ${offsetMs}`);
    await product.streamsConnected();
    await eventually('the session is connected', async () => {
      const sessions = await product.sql`
        select 1 from order_tracking_sessions where ended_at is null and status = 'connected'`;
      return sessions.length === 2;
    });
    await product.fill(market, id);
    await sse.event('order_filled', id);
    const { orders } = await product.desks[market].ledger();
    expect(orders.filter((order) => order.clientOrderId === id)).toHaveLength(1);
    await expectLedgerEqualsDatabase(product);
  });
});
