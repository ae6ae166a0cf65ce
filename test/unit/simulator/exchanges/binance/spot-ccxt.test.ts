import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import { recordPaths, spotClient } from '../../../../kit/simulator/ccxt-clients.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

describe('the spot venue under an unmodified ccxt client', () => {
  const venueOf = useVenue();

  it('loads its markets in exactly one call', async () => {
    const client = spotClient(venueOf().venue);
    const paths = recordPaths(client);
    await client.loadMarkets();
    expect(paths).toEqual(['/api/v3/exchangeInfo']);
    const market = client.market('BTC/USDT');
    expect(market.precision).toMatchObject({ amount: 0.00001, price: 0.01 });
    expect(market.limits).toMatchObject({ cost: { min: 5 }, amount: { min: 0.00001 } });
  });

  it('rests a limit order below the price and finds it by client id', async () => {
    const { venue } = venueOf();
    const client = spotClient(venue);
    const clientOrderId = newId();
    const placed = await client.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 49000, {
      clientOrderId,
    });
    expect(placed).toMatchObject({ status: 'open', filled: 0, clientOrderId });
    const found = await client.fetchOrder(undefined as never, 'BTC/USDT', { clientOrderId });
    expect(found).toMatchObject({ id: placed.id, status: 'open', price: 49000, amount: 0.01 });
    const open = await client.fetchOpenOrders('BTC/USDT');
    expect(open.map((order) => order.clientOrderId)).toContain(clientOrderId);

    await client.cancelOrder(String(placed.id), 'BTC/USDT');
    const cancelled = await client.fetchOrder(String(placed.id), 'BTC/USDT');
    expect(cancelled).toMatchObject({ status: 'canceled', clientOrderId });
  });

  it('fills a market order at once and lists its trades', async () => {
    const { venue, ledger } = venueOf();
    const client = spotClient(venue);
    const clientOrderId = newId();
    const placed = await client.createOrder('BTC/USDT', 'market', 'buy', 0.01, undefined, {
      clientOrderId,
    });
    expect(placed).toMatchObject({ status: 'closed', filled: 0.01 });
    const trades = await client.fetchOrderTrades(String(placed.id), 'BTC/USDT');
    const { fills } = await ledger('spot');
    const own = fills.filter((fill) => fill['clientOrderId'] === clientOrderId);
    expect(trades.map((trade) => trade.id)).toEqual(own.map((fill) => String(fill['tradeId'])));
    expect(trades.every((trade) => trade.fee?.currency === 'BTC')).toBe(true);
  });

  it('spends what a market buy by cost may spend', async () => {
    const { venue } = venueOf();
    const client = spotClient(venue);
    const placed = await client.createOrder('BTC/USDT', 'market', 'buy', 1, undefined, {
      cost: 100,
      clientOrderId: newId(),
    });
    expect(placed.status).toBe('closed');
    expect(placed.cost).toBeGreaterThan(99);
    expect(placed.cost).toBeLessThanOrEqual(100);
  });

  it('shows locked funds in the balance', async () => {
    const { venue } = venueOf();
    const client = spotClient(venue);
    const before = await client.fetchBalance();
    const placed = await client.createOrder('ETH/USDT', 'limit', 'sell', 1, 3000, {
      clientOrderId: newId(),
    });
    const after = await client.fetchBalance();
    expect(after['ETH']?.used).toBe((before['ETH']?.used ?? 0) + 1);
    await client.cancelOrder(String(placed.id), 'ETH/USDT');
    expect((await client.fetchBalance())['ETH']).toEqual(before['ETH']);
  });

  it('reads fills since a trade id', async () => {
    const { venue } = venueOf();
    const client = spotClient(venue);
    await client.createOrder('SOL/USDT', 'market', 'buy', 1);
    const [first] = await client.fetchMyTrades('SOL/USDT');
    await client.createOrder('SOL/USDT', 'market', 'buy', 1);
    const all = await client.fetchMyTrades('SOL/USDT');
    const since = await client.fetchMyTrades('SOL/USDT', undefined, undefined, {
      fromId: Number(first?.id) + 1,
    });
    expect(since.map((trade) => trade.id)).toEqual(all.slice(1).map((trade) => trade.id));
  });

  it.each([
    ['an unknown order', ccxt.OrderNotFound, 'get-unknown'],
    ['a cancelled order', ccxt.OrderNotFound, 'cancel-closed'],
    ['too little money', ccxt.InsufficientFunds, 'too-expensive'],
    ['a wrong secret', ccxt.AuthenticationError, 'wrong-secret'],
  ])('answers %s with an error ccxt knows', async (_what, type, kind) => {
    const { venue } = venueOf();
    const client = spotClient(venue);
    const attempts: Record<string, () => Promise<unknown>> = {
      'get-unknown': () => client.fetchOrder('4711', 'BTC/USDT'),
      'cancel-closed': () => client.cancelOrder('4711', 'BTC/USDT'),
      'too-expensive': () => client.createOrder('BTC/USDT', 'limit', 'buy', 100, 49000),
      'wrong-secret': () => spotClient(venue, { secret: 'wrong' }).fetchBalance(),
    };
    await expect(attempts[kind]?.()).rejects.toThrow(type);
  });
});
