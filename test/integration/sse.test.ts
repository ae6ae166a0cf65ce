import { expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;

useProduct({}, (inUse) => ({ product } = inUse));

const market = { symbol: 'BTCUSDT', side: 'buy', type: 'market', quantity: '0.01' };

it('misses nothing and repeats nothing across reconnections with Last-Event-ID', async () => {
  const whole = await product.listen();
  const seen: number[] = [];
  let listener = await product.listen(0);
  for (let index = 0; index < 12; index += 1) {
    const { body } = await product.alert('spot', { ...market, id: `again-${index}` });
    if (index % 3 === 0) {
      listener.close();
      seen.push(...listener.events.map((event) => event.id ?? Number.NaN));
      listener = await product.listen(seen.at(-1) ?? 0);
    }
    await whole.event('position_updated', body.clientOrderId as string);
  }
  const all = whole.events.map((event) => event.id);
  await eventually('the last event', () => listener.events.at(-1)?.id === all.at(-1));
  listener.close();
  seen.push(...listener.events.map((event) => event.id ?? Number.NaN));
  expect(seen).toEqual(all);
  whole.close();
});

it('sends the whole outbox to whoever starts at its beginning', async () => {
  const listener = await product.listen(0);
  const [row] = await product.sql`select count(*)::int as count from order_events`;
  await eventually('every row', () => listener.events.length === row?.['count']);
  listener.close();
});

it('has a client from another outbox start anew, and goes on with it', async () => {
  const listener = await product.listen(5_000_000);
  const { body } = await product.alert('spot', { ...market, id: 'foreign' });
  await listener.event('order_filled', body.clientOrderId as string);
  expect(listener.events[0]?.type).toBe('resync');
  listener.close();
});

it('numbers events in the order in which they commit', async () => {
  // Sixty at once: transactions overlap, and a late commit must not hide behind a higher id.
  const listener = await product.listen();
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      product.alert(index % 2 === 0 ? 'spot' : 'futures', { ...market, id: `rush-${index}` }),
    ),
  );
  await Promise.all(
    answers.map(({ body }) => listener.event('position_updated', body.clientOrderId as string)),
  );
  const rows = await product.sql`select id::int from order_events order by id`;
  const first = listener.events[0]?.id ?? 0;
  expect(listener.events.map((event) => event.id)).toEqual(
    rows.map((row) => row['id'] as number).filter((id) => id >= first),
  );
  listener.close();
});
