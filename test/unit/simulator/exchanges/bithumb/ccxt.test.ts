import ccxt from 'ccxt';
import { beforeAll, describe, expect, it } from 'vitest';
import { fund } from '../../../../kit/simulator/korean.js';
import { KEY, SECRET, newId, useVenue } from '../../../../kit/simulator/venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- ccxt's implicit calls are not typed */

describe('an unmodified ccxt client on Bithumb', () => {
  const venueOf = useVenue();
  beforeAll(() => fund(venueOf(), 'bithumb'));
  const client = (more: object = {}): any => {
    const origin = venueOf().venue.origins.bithumb;
    const urls = { api: { public: origin, private: origin } };
    return new ccxt.bithumb({ apiKey: KEY, secret: SECRET, enableRateLimit: false, urls, ...more });
  };
  const order = { market: 'KRW-BTC', side: 'bid', order_type: 'limit', price: '94123000' };

  it('loads the markets', async () => {
    const bithumb = client();
    await bithumb.loadMarkets();
    expect(bithumb.symbols).toEqual(expect.arrayContaining(['BTC/KRW', 'ETH/KRW', 'XRP/KRW']));
  });

  it('places an order by its implicit call with every digit, found by either id', async () => {
    const bithumb = client();
    await bithumb.loadMarkets();
    const client_order_id = newId('bt');
    const placed = await bithumb.privatePostV2Orders({
      ...order,
      volume: '0.00123456',
      client_order_id,
    });
    expect(placed).toMatchObject({ client_order_id });
    const byId = await bithumb.fetchOrder(placed.order_id, 'BTC/KRW');
    expect(byId).toMatchObject({ status: 'open', price: 94_123_000, amount: 0.00123456 });
    const found = await bithumb.fetchOrder(undefined, 'BTC/KRW', {
      clientOrderId: client_order_id,
    });
    // Only the uuid: ccxt puts an order_id of its own making into `info`.
    expect(found.info.uuid).toBe(byId.info.uuid);
    const open = await bithumb.fetchOpenOrders('BTC/KRW');
    expect(open.map(({ info }: any) => String(info.uuid))).toContain(placed.order_id);

    const cancelled = await bithumb.cancelOrder(placed.order_id, 'BTC/KRW');
    expect(cancelled.status).toBeUndefined();
    expect(await bithumb.fetchOrder(placed.order_id, 'BTC/KRW')).toMatchObject({
      status: 'canceled',
    });
  });

  it('places by its own call a price of which it kept four digits', async () => {
    const bithumb = client();
    await bithumb.loadMarkets();
    const placed = await bithumb.createOrder('BTC/KRW', 'limit', 'buy', 0.001, 94_123_000);
    expect(placed.status).toBeUndefined();
    const { info } = await bithumb.fetchOrder(placed.id, 'BTC/KRW');
    expect(info).toMatchObject({ price: '94120000', volume: '0.001' });
  });

  it('reads what was executed from the bare answer', async () => {
    const bithumb = client();
    await bithumb.loadMarkets();
    const placed = await bithumb.privatePostV2Orders({
      market: 'KRW-BTC',
      side: 'ask',
      order_type: 'market',
      volume: '0.002',
    });
    const { info } = await bithumb.fetchOrder(placed.order_id, 'BTC/KRW');
    expect(info).toMatchObject({ state: 'done', executed_volume: '0.002' });
    expect(info.trades.length).toBeGreaterThan(0);
    const closed = await bithumb.fetchClosedOrders('BTC/KRW');
    expect(closed.map((each: any) => String(each.info.uuid))).toContain(placed.order_id);
    expect((await bithumb.fetchBalance()).ETH).toMatchObject({ total: 10 });
  });

  it.each([
    [
      'no order of that id',
      (bithumb: any) => bithumb.fetchOrder('C0101000000000000001', 'BTC/KRW'),
    ],
    [
      'too little money',
      (bithumb: any) => bithumb.privatePostV2Orders({ ...order, volume: '1000' }),
    ],
    ['a wrong secret', () => client({ secret: 'wrong' }).fetchBalance()],
  ])('throws as it does there for %s', async (_what, call) => {
    const bithumb = client();
    await bithumb.loadMarkets();
    await expect(call(bithumb)).rejects.toMatchObject({ name: 'ExchangeError' });
  });
});
