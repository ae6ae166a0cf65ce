import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { expectLedgerEqualsDatabase } from '../kit/ledger/expect-ledger.js';
import type { Answer } from '../kit/answer.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: TestListener;
let rest: ProductInUse['rest'];

useProduct({ resting: ['spot', 'futures'] }, (inUse) => ({ product, sse, rest } = inUse));
afterEach(async () => {
  await product.venue.clearFaults();
});

describe.each([
  ['spot', '/api/v3/order'],
  ['futures', '/fapi/v1/order'],
] as const)('a cancel on %s', (market, path) => {
  const cancel = (clientOrderId: string) => product.edge.cancel(clientOrderId);
  const fill = (clientOrderId: string, part: object = {}) =>
    product.fill(market, clientOrderId, part);
  const resting = (alertId: string) => rest(market, alertId);

  /** Returns the rows that say how an order ended: there must be one. */
  async function outcomes(clientOrderId: string): Promise<unknown[]> {
    const rows = await product.sql`
      select 'trade' as kind, status, quantity::text from trades
      where client_order_id = ${clientOrderId}
      union all
      select 'failed', status, '0' from failed_orders where client_order_id = ${clientOrderId}`;
    return rows.map((row) => ({ ...row }));
  }

  /** Waits until an order that was cancelled has its late fill of 0.3. */
  async function expectFillCounted(clientOrderId: string): Promise<void> {
    await eventually('the fill is counted', async () => {
      const [outcome, ...others] = await outcomes(clientOrderId);
      expect(outcome).toEqual({ kind: 'trade', status: 'CANCELLED', quantity: '0.3' });
      return others.length === 0;
    });
    await expectLedgerEqualsDatabase(product);
  }

  const cancelsAsked = () => product.desks[market].timesAsked(`DELETE ${path}`);

  /** Starts a cancel that reaches the exchange, and is carried out there only after `ms`. */
  async function cancelUnderWay(
    clientOrderId: string,
    ms: number,
  ): Promise<{ readonly answer: Promise<Answer> }> {
    const before = await cancelsAsked();
    const fault = { market, method: 'DELETE', path, name: 'delay-request', times: 1, ms };
    await product.venue.post('faults', fault);
    const answer = cancel(clientOrderId);
    await eventually('the exchange has got the cancel', async () => {
      return (await cancelsAsked()) > before;
    });
    return { answer };
  }

  it('loses against a fill that comes first: the order is FILLED', async () => {
    const id = await resting('fill-first');
    const { answer } = await cancelUnderWay(id, 1_000);
    await fill(id);
    expect(await answer).toMatchObject({
      status: 200,
      body: { status: 'FILLED', filledQuantity: '1' },
    });
    await sse.event('order_filled', id);
    expect(await outcomes(id)).toEqual([{ kind: 'trade', status: 'FILLED', quantity: '1' }]);
    expect(sse.typesOf(id)).not.toContain('order_cancelled');
    await expectLedgerEqualsDatabase(product);
  });

  it('wins against the rest of an order that is filled in part meanwhile', async () => {
    const id = await resting('part-first');
    const { answer } = await cancelUnderWay(id, 1_000);
    await fill(id, { quantity: '0.3' });
    expect(await answer).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED', filledQuantity: '0.3' },
    });
    await sse.event('order_cancelled', id);
    expect(await outcomes(id)).toEqual([{ kind: 'trade', status: 'CANCELLED', quantity: '0.3' }]);
    await expectLedgerEqualsDatabase(product);
  });

  it('is answered before the fill is reported: the fill is counted all the same', async () => {
    const id = await resting('reported-late');
    // The exchange shows the order as cancelled without its fill, and reports that a second later.
    await product.venue.post('faults', { market, name: 'fills-lag', ms: 2_000 });
    const delay = { market, name: 'stream-delay', execution: 'TRADE', times: 1, ms: 1_000 };
    await product.venue.post('faults', delay);
    await fill(id, { quantity: '0.3' });
    expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    await expectFillCounted(id);
  });

  it('counts a fill that the stream never reports, and that reads show late', async () => {
    const id = await resting('never-reported');
    await product.venue.post('faults', { market, name: 'fills-lag', ms: 2_000 });
    const swallow = { market, name: 'stream-swallow', execution: 'TRADE', times: 1 };
    await product.venue.post('faults', swallow);
    await fill(id, { quantity: '0.3' });
    expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    await expectFillCounted(id);
  });

  it('by the exchange swallows no fill that the stream never reports', async () => {
    const id = await resting('cancelled-there');
    await product.venue.post('faults', { market, name: 'fills-lag', ms: 2_000 });
    // Neither the fill nor, on futures, its twin.
    await product.venue.post('faults', {
      market,
      name: 'stream-swallow',
      execution: 'TRADE',
      times: 1,
    });
    await fill(id, { quantity: '0.3' });
    await product.venue.post('cancel', { market, symbol: 'ETHUSDT', clientOrderId: id });
    await sse.event('order_cancelled', id);
    await expectFillCounted(id);
  });

  it('is made a Trade when the order was filled in part, and the fill counts', async () => {
    const id = await resting('part');
    await fill(id, { quantity: '0.4' });
    await sse.event('order_partially_filled', id);
    expect(await cancel(id)).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED', filledQuantity: '0.4' },
    });
    expect(await outcomes(id)).toEqual([{ kind: 'trade', status: 'CANCELLED', quantity: '0.4' }]);
    await expectLedgerEqualsDatabase(product);
  });

  it('that is asked for twice at once ends the order once', async () => {
    const id = await resting('twice');
    const answers = await Promise.all([cancel(id), cancel(id)]);
    for (const { status, body } of answers) {
      // The second cancel may come when the first has ended the order.
      if (status === 200) expect(body.status).toBe('CANCELLED');
      else
        expect({ status, code: body.code as string }).toEqual({ status: 409, code: 'ORDER_ENDED' });
    }
    expect(answers.map(({ status }) => status)).toContain(200);
    await sse.event('order_cancelled', id);
    expect(await outcomes(id)).toEqual([{ kind: 'failed', status: 'cancelled', quantity: '0' }]);
    expect(sse.typesOf(id)).toEqual(['order_created', 'order_cancelled']);
    await expectLedgerEqualsDatabase(product);
  });

  it('of an order that has ended is refused', async () => {
    const id = await resting('ended');
    await fill(id);
    await sse.event('order_filled', id);
    const before = await cancelsAsked();
    const answer = await cancel(id);
    expect(answer).toMatchObject({ status: 409, body: { code: 'ORDER_ENDED' } });
    expect(answer.body.detail).toContain('FILLED');
    expect(await cancelsAsked()).toBe(before);
  });
});
