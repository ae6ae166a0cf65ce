import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { expectLedgerEqualsDatabase } from '../kit/ledger/expect-ledger.js';
import { Product } from '../kit/product/product.js';
import type { SseListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: SseListener;

beforeAll(async () => {
  product = await Product.start();
  sse = await product.listen();
  for (const market of ['spot', 'futures'] as const) {
    await product.control('liquidity', { market, symbol: 'ETHUSDT', mode: 'manual' });
  }
}, 120_000);
afterAll(async () => {
  sse?.close();
  await product?.close();
});

const limit = { symbol: 'ETHUSDT', side: 'buy', type: 'limit', quantity: '1', price: '2400' };

describe.each([600_000, -600_000])('with our clock %i ms behind the exchange', (offsetMs) => {
  it.each(['spot', 'futures'] as const)('an order on %s is placed and filled', async (market) => {
    await product.control('clock', { offsetMs });
    // Its subscription is signed, too.
    await product.control('stream/drop', { market });
    const { body } = await product.alert(market, { ...limit, id: `${market} ${offsetMs}` });
    const id = body.clientOrderId as string;
    await sse.event('order_created', id);
    await product.streamsConnected();
    await eventually('the session is connected', async () => {
      const sessions = await product.database.sql`
        select 1 from order_tracking_sessions where ended_at is null and status = 'connected'`;
      return sessions.length === 2;
    });
    await product.control('fill', { market, symbol: 'ETHUSDT', clientOrderId: id });
    await sse.event('order_filled', id);
    const { orders } = await product.ledger(market);
    expect(
      orders.filter((order: { clientOrderId: string }) => order.clientOrderId === id),
    ).toHaveLength(1);
    await expectLedgerEqualsDatabase(product);
  });
});
