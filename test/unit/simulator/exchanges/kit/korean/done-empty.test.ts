import { beforeAll, describe, expect, it } from 'vitest';
import { restingLimit, useKoreanDesk } from '../../../../../kit/simulator/korean-desk.js';
import { newId } from '../../../../../kit/simulator/venue.js';

const EXCHANGES = [
  ['upbit', 'ord_type', 'identifier'],
  ['bithumb', 'order_type', 'client_order_id'],
] as const;

describe.each(EXCHANGES)('a market order on %s that finds nobody', (exchange, type, idField) => {
  const { control, place, get, open, awaitFrame } = useKoreanDesk(exchange);
  const end = (clientOrderId: string) => control(`${exchange}/done-empty`, { clientOrderId });
  beforeAll(() => control('liquidity', { symbol: 'KRW-BTC', mode: 'manual' }));

  it.each([
    ['purchase', { side: 'bid', [type]: 'price', price: '100000' }],
    ['sale', { side: 'ask', [type]: 'market', volume: '0.001' }],
  ])('may be told as done with nothing executed, a %s', async (_, fields) => {
    const stream = await open({ type: 'myOrder' });
    const id = newId('k');
    await place({ market: 'KRW-BTC', ...fields, [idField]: id });
    await end(id);
    const { body } = await get({ [idField]: id });
    expect(body).toMatchObject({ state: 'done', executed_volume: '0', trades: [] });
    await awaitFrame(stream, id, 'done');
    stream.socket.close();
  });

  it('is the only kind that may', async () => {
    const id = newId('k');
    await place({ ...restingLimit(exchange), [idField]: id });
    await expect(end(id)).rejects.toThrow(/market order without fills/);
    expect((await get({ [idField]: id })).body).toMatchObject({ state: 'wait' });
  });
});
