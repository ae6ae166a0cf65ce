import { describe, expect, it } from 'vitest';
import { SPOT_INSTRUMENTS } from '../../../../simulator/exchanges/binance/instruments.js';
import { PriceBoard } from '../../../../simulator/market/prices.js';
import { Random } from '../../../../simulator/random.js';
import { eventually } from '../../../kit/eventually.js';
import { LIMIT_BUY, signedRequest } from '../../../kit/simulator/binance.js';
import { newId, openVenue, testVenue, useVenue } from '../../../kit/simulator/venue.js';

describe('a resting order', () => {
  const venueOf = useVenue();
  const rest = async (side: string, price: string): Promise<string> => {
    const newClientOrderId = newId('m');
    await signedRequest(venueOf().venue, 'POST', '/api/v3/order', {
      ...LIMIT_BUY,
      side,
      price,
      newClientOrderId,
    });
    return newClientOrderId;
  };
  const orderOf = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const { orders } = await venueOf().ledger('spot');
    return orders.find((order) => order['clientOrderId'] === id);
  };

  it('fills at its own price, as maker, when the price reaches it', async () => {
    const { control, ledger } = venueOf();
    const buy = await rest('BUY', '49000');
    const sell = await rest('SELL', '51000');
    await control.post('price', { market: 'spot', symbol: 'BTCUSDT', price: '48999.99' });
    expect(await orderOf(buy)).toMatchObject({ status: 'FILLED', cumulativeQuote: '490' });
    expect(await orderOf(sell)).toMatchObject({ status: 'NEW', filledQuantity: '0' });
    await control.post('price', { market: 'spot', symbol: 'BTCUSDT', price: '51000' });
    expect(await orderOf(sell)).toMatchObject({ status: 'FILLED', cumulativeQuote: '510' });
    const { fills } = await ledger('spot');
    expect(fills.every((fill) => fill['isMaker'] === true)).toBe(true);
    expect(new Set(fills.map((fill) => fill['price']))).toEqual(new Set(['49000', '51000']));
    await control.post('price', { market: 'spot', symbol: 'BTCUSDT', price: '50000' });
  });

  it('waits for the control interface where liquidity is manual', async () => {
    const { control } = venueOf();
    const book = { market: 'spot', symbol: 'BTCUSDT' };
    await control.post('liquidity', { ...book, mode: 'manual' });
    const marketable = await rest('BUY', '50500');
    await control.post('price', { ...book, price: '49500' });
    expect(await orderOf(marketable)).toMatchObject({ status: 'NEW' });
    const filled = await control.post('fill', {
      market: 'spot',
      clientOrderId: marketable,
      quantity: '0.003',
    });
    expect(filled).toMatchObject({ status: 'PARTIALLY_FILLED', filledQuantity: '0.003' });
    await control.post('liquidity', { ...book, mode: 'auto' });
    expect(await orderOf(marketable)).toMatchObject({ status: 'FILLED' });
    await control.post('price', { ...book, price: '50000' });
  });
});

describe('a walking price', () => {
  const [bitcoin] = SPOT_INSTRUMENTS;
  const walk = (seed: number, steps: number): string[] => {
    if (!bitcoin) throw new Error('no instrument to walk');
    const board = new PriceBoard(new Map([[bitcoin.symbol, bitcoin]]));
    const random = new Random(seed);
    return Array.from({ length: steps }, () => {
      board.walk(bitcoin, random);
      return board.price(bitcoin.symbol).toString();
    });
  };

  it('moves in ticks and repeats itself for the same seed', () => {
    expect(walk(7, 50)).toEqual(walk(7, 50));
    expect(walk(7, 50)).not.toEqual(walk(8, 50));
    expect(walk(7, 50).every((price) => /^\d+(\.\d{1,2})?$/.test(price))).toBe(true);
  });

  it('never strays far', () => {
    const prices = walk(1, 20_000).map(Number);
    expect(Math.min(...prices)).toBeGreaterThanOrEqual(40_000);
    expect(Math.max(...prices)).toBeLessThanOrEqual(60_000);
  });

  it('fills the orders it meets', async () => {
    const venue = await openVenue({ priceMovement: 'walk', seed: 3 });
    const { ledger } = testVenue(venue);
    for (const side of ['BUY', 'SELL']) {
      await signedRequest(venue, 'POST', '/api/v3/order', {
        ...LIMIT_BUY,
        side,
        price: side === 'BUY' ? '49999.99' : '50000.01',
      });
    }
    await eventually('a fill', async () => (await ledger('spot')).fills[0]);
    await venue.close();
  });
});
