import { describe, expect, it } from 'vitest';
import { futuresClient, recordPaths } from '../../../../kit/simulator/ccxt-clients.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const SYMBOL = 'BTC/USDT:USDT';

describe('the futures venue under an unmodified ccxt client', () => {
  const venueOf = useVenue();

  it('loads its markets in exactly one call', async () => {
    const client = futuresClient(venueOf().venue);
    const paths = recordPaths(client);
    await client.loadMarkets();
    expect(paths).toEqual(['/fapi/v1/exchangeInfo']);
    expect(client.market(SYMBOL).limits.cost?.min).toBe(100);
  });

  it('rests, finds and cancels a limit order', async () => {
    const client = futuresClient(venueOf().venue);
    const clientOrderId = newId('f');
    const placed = await client.createOrder(SYMBOL, 'limit', 'buy', 0.01, 49000, { clientOrderId });
    expect(placed).toMatchObject({ status: 'open', clientOrderId });
    const found = await client.fetchOrder(undefined as never, SYMBOL, { clientOrderId });
    expect(found).toMatchObject({ id: placed.id, status: 'open' });
    expect(await client.fetchOpenOrders(SYMBOL)).toHaveLength(1);
    const cancelled = await client.cancelOrder(String(placed.id), SYMBOL);
    expect(cancelled).toMatchObject({ status: 'canceled', clientOrderId });
    expect(await client.fetchOpenOrders(SYMBOL)).toHaveLength(0);
  });

  it('fills a market order and answers with its result', async () => {
    const client = futuresClient(venueOf().venue);
    const placed = await client.createOrder(SYMBOL, 'market', 'sell', 0.01, undefined, {
      clientOrderId: newId('f'),
    });
    expect(placed).toMatchObject({ status: 'closed', filled: 0.01 });
    const trades = await client.fetchMyTrades(SYMBOL, undefined, undefined, { orderId: placed.id });
    expect(trades.reduce((sum, trade) => sum + Number(trade.amount), 0)).toBeCloseTo(0.01);
    expect(trades.every((trade) => trade.fee?.currency === 'USDT')).toBe(true);
    await client.createOrder(SYMBOL, 'market', 'buy', 0.01, undefined, { reduceOnly: true });
  });

  it('shows the balance and the positions', async () => {
    const client = futuresClient(venueOf().venue);
    await client.createOrder('ETH/USDT:USDT', 'market', 'buy', 1);
    const balance = await client.fetchBalance();
    expect(balance['USDT']?.free).toBeLessThan(balance['USDT']?.total ?? 0);
    const [position] = await client.fetchPositions(['ETH/USDT:USDT']);
    expect(position).toMatchObject({ side: 'long', contracts: 1 });
  });
});
