import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import { bybitClient, recordPaths } from '../../../../kit/simulator/ccxt-clients.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const venueOf = useVenue();

describe.each([
  ['spot', 'BTC/USDT'],
  ['linear', 'BTC/USDT:USDT'],
] as const)('the Bybit venue under an unmodified ccxt client, in %s', (category, symbol) => {
  const clientOf = (): InstanceType<typeof ccxt.bybit> => bybitClient(venueOf().venue, category);

  it('loads its markets in three calls', async () => {
    const client = clientOf();
    const paths = recordPaths(client);
    await client.loadMarkets();
    expect(paths).toEqual(Array(3).fill('/v5/market/instruments-info'));
    const market = client.market(symbol);
    expect(market.precision).toMatchObject(
      category === 'spot' ? { amount: 0.000001, price: 0.01 } : { amount: 0.001, price: 0.1 },
    );
    expect(market.limits.amount?.min).toBe(category === 'spot' ? 0.00001 : 0.001);
  });

  it('acknowledges a limit order, and finds it by its client id', async () => {
    const client = clientOf();
    const clientOrderId = newId();
    const placed = await client.createOrder(symbol, 'limit', 'buy', 0.01, 49000, { clientOrderId });
    expect(placed).toMatchObject({ status: undefined, clientOrderId });
    const named = { orderLinkId: clientOrderId };
    const [open] = await client.fetchOpenOrders(symbol, undefined, undefined, named);
    expect(open).toMatchObject({ id: placed.id, status: 'open', price: 49000, amount: 0.01 });
    const found = await client.fetchOrder(String(placed.id), symbol, { acknowledged: true });
    expect(found).toMatchObject({ clientOrderId, filled: 0 });

    await client.cancelOrder(String(placed.id), symbol);
    expect(await client.fetchOpenOrders(symbol)).toEqual([]);
    const [ended] = await client.fetchCanceledAndClosedOrders(symbol, undefined, undefined, named);
    expect(ended).toMatchObject({ id: placed.id, status: 'canceled', clientOrderId });
  });

  it('fills a market order at once and lists its trades', async () => {
    const client = clientOf();
    const clientOrderId = newId();
    const placed = await client.createOrder(symbol, 'market', 'buy', 0.01, undefined, {
      clientOrderId,
    });
    const order = await client.fetchOrder(String(placed.id), symbol, { acknowledged: true });
    expect(order).toMatchObject({ status: 'closed', filled: 0.01, clientOrderId });
    const trades = await client.fetchOrderTrades(String(placed.id), symbol);
    const { fills } = await venueOf().ledger(`bybit-${category}`);
    const own = fills.filter((fill) => fill['clientOrderId'] === clientOrderId);
    const ids = own.map((fill) => fill['exchangeTradeId']);
    expect(trades.map((trade) => trade.id).sort()).toEqual(ids.sort());
    const coin = category === 'spot' ? 'BTC' : 'USDT';
    expect(trades.every((trade) => trade.fee?.currency === coin)).toBe(true);
  });

  it('is refused in the classes that ccxt has for it', async () => {
    const client = clientOf();
    const clientOrderId = newId();
    await client.createOrder(symbol, 'limit', 'buy', 0.01, 49000, { clientOrderId });
    const again = client.createOrder(symbol, 'limit', 'buy', 0.01, 49000, { clientOrderId });
    await expect(again).rejects.toThrow(ccxt.InvalidOrder);
    const tooMuch = client.createOrder(symbol, 'limit', 'buy', 50, 49000);
    await expect(tooMuch).rejects.toThrow(ccxt.InsufficientFunds);
    const unknown = client.cancelOrder('1', symbol);
    await expect(unknown).rejects.toThrow(ccxt.OrderNotFound);
    client.secret = 'wrong';
    await expect(client.fetchBalance()).rejects.toThrow(ccxt.AuthenticationError);
  });

  it('shows the balance', async () => {
    const client = clientOf();
    const balance = await client.fetchBalance();
    expect(balance['USDT']?.total).toBeGreaterThan(90_000);
  });
});

it('spends what a spot market buy by cost may spend', async () => {
  const client = bybitClient(venueOf().venue, 'spot');
  const clientOrderId = newId();
  const { id } = await client.createOrder('BTC/USDT', 'market', 'buy', 1, undefined, {
    cost: 100,
    clientOrderId,
  });
  const order = await client.fetchOrder(String(id), 'BTC/USDT', { acknowledged: true });
  expect(order.cost).toBeGreaterThan(99.9);
  expect(order.cost).toBeLessThanOrEqual(100);
});

it('shows the position of contracts', async () => {
  const client = bybitClient(venueOf().venue, 'linear');
  await client.createOrder('ETH/USDT:USDT', 'market', 'sell', 1);
  const positions = await client.fetchPositions(['ETH/USDT:USDT']);
  expect(positions).toMatchObject([{ side: 'short', contracts: 1 }]);
});
