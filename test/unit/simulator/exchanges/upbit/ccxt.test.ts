import ccxt from 'ccxt';
import { beforeAll, describe, expect, it } from 'vitest';
import { fund } from '../../../../kit/simulator/korean.js';
import { KEY, SECRET, newId, useVenue } from '../../../../kit/simulator/venue.js';

describe('an unmodified ccxt client on Upbit', () => {
  const venueOf = useVenue();
  beforeAll(() => fund(venueOf(), 'upbit'));
  const client = (more: object = {}): InstanceType<typeof ccxt.upbit> => {
    const origin = venueOf().venue.origins.upbit;
    const urls = { api: { public: origin, private: origin } };
    return new ccxt.upbit({ apiKey: KEY, secret: SECRET, enableRateLimit: false, urls, ...more });
  };

  it('loads the markets', async () => {
    const upbit = client();
    await upbit.loadMarkets();
    expect(upbit.symbols).toEqual(
      expect.arrayContaining(['BTC/KRW', 'ETH/KRW', 'XRP/KRW', 'ETH/BTC', 'BTC/USDT']),
    );
    expect((await upbit.fetchTicker('BTC/KRW')).last).toBe(95_000_000);
  });

  it('places a limit order, finds it by either id, and cancels it', async () => {
    const upbit = client();
    const clientOrderId = newId('up');
    const placed = await upbit.createOrder('BTC/KRW', 'limit', 'buy', 0.001, 94_000_000, {
      clientOrderId,
    });
    expect(placed).toMatchObject({ status: 'open', clientOrderId, price: 94_000_000 });
    expect(await upbit.fetchOrder(String(placed.id))).toMatchObject({
      id: placed.id,
      status: 'open',
    });
    // As a client id, ccxt wants it by the exchange's own name.
    const found = await upbit.fetchOrder(undefined as never, undefined, {
      identifier: clientOrderId,
    });
    expect(found.id).toBe(placed.id);
    const open = await upbit.fetchOpenOrders('BTC/KRW');
    expect(open.map(({ id }) => id)).toContain(placed.id);

    expect(await upbit.cancelOrder(String(placed.id))).toMatchObject({ status: 'open' });
    expect(await upbit.fetchOrder(String(placed.id))).toMatchObject({ status: 'canceled' });
    const cancelled = await upbit.fetchCanceledOrders('BTC/KRW');
    expect(cancelled.map(({ id }) => id)).toContain(placed.id);
  });

  it('buys for a sum and sells a quantity at the market price', async () => {
    const upbit = client();
    const bought = await upbit.createOrder('BTC/KRW', 'market', 'buy', 1, 10_000);
    const read = await upbit.fetchOrder(String(bought.id));
    // The rest of the sum was given back, which makes the order look cancelled.
    expect(read).toMatchObject({ status: 'canceled', filled: 0.00010526 });
    expect(read.trades.length).toBeGreaterThan(0);
    const sold = await upbit.createOrder('BTC/KRW', 'market', 'sell', 0.001);
    expect(await upbit.fetchOrder(String(sold.id))).toMatchObject({
      status: 'closed',
      filled: 0.001,
    });
    const closed = await upbit.fetchClosedOrders('BTC/KRW');
    expect(closed.map(({ id }) => id)).toContain(sold.id);
  });

  it('reads the balance', async () => {
    const balance = await client().fetchBalance();
    expect(balance['ETH']).toMatchObject({ free: 10, used: 0, total: 10 });
  });

  it.each([
    [
      'no order of that id',
      'OrderNotFound',
      (upbit: InstanceType<typeof ccxt.upbit>) => upbit.fetchOrder('nothing'),
    ],
    [
      'too little money',
      'InsufficientFunds',
      (upbit: InstanceType<typeof ccxt.upbit>) =>
        upbit.createOrder('BTC/KRW', 'limit', 'buy', 1000, 94_000_000),
    ],
    ['a wrong secret', 'AuthenticationError', () => client({ secret: 'wrong' }).fetchBalance()],
    [
      'a price off the tick',
      'ExchangeError',
      (upbit: InstanceType<typeof ccxt.upbit>) =>
        upbit.createOrder('BTC/KRW', 'limit', 'buy', 0.001, 94_000_500),
    ],
  ])('throws as it does there for %s', async (_what, name, call) => {
    await expect(call(client())).rejects.toMatchObject({ name });
  });
});
