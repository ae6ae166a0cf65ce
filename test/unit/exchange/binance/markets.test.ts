import { describe, expect, it } from 'vitest';
import { BinanceMarkets } from '../../../../src/exchange/binance/markets.js';
import { exchangeInfo } from './fixtures.js';
import { startServer } from '../../../kit/exchange/http-server.js';

function marketsAt(origin: string, marketType: 'SPOT' | 'FUTURES' = 'SPOT'): BinanceMarkets {
  return new BinanceMarkets({ exchange: 'binance', marketType, restUrl: origin, streamUrl: null });
}

const future = (symbol: string, contractType: string, deliveryDate: number) => ({
  ...exchangeInfo.symbols[0],
  symbol,
  pair: 'BTCUSDT',
  contractType,
  deliveryDate,
  marginAsset: 'USDT',
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.1', maxPrice: '4529764', tickSize: '0.1' },
    { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
    { filterType: 'MIN_NOTIONAL', notional: '100' },
  ],
});

describe('BinanceMarkets', () => {
  it('reads the rules of a spot market from one call', async () => {
    const server = await startServer(() => ({ body: exchangeInfo }));
    const markets = marketsAt(server.origin);
    expect(await markets.rulesFor('BTC/USDT')).toEqual({
      symbol: 'BTC/USDT',
      isTrading: true,
      orderTypes: ['LIMIT', 'MARKET'],
      price: { step: '0.01', minimum: '0.01', maximum: '1000000.00' },
      quantity: { step: '0.00001', minimum: '0.00001', maximum: '9000.0' },
      marketQuantity: { step: '0.0', minimum: '0.0', maximum: '120.5' },
      minimumNotional: '5.0',
    });
    expect(await markets.rulesFor('OLD/USDT')).toMatchObject({ isTrading: false });
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/v3/exchangeInfo']);
  });

  it('takes a page of HTML for no answer, not for a market without symbols', async () => {
    let isBroken = true;
    const server = await startServer(() =>
      isBroken ? { body: '<html>Please wait</html>' } : { body: exchangeInfo },
    );
    const markets = marketsAt(server.origin);
    await expect(markets.ready()).rejects.toMatchObject({ origin: 'unreadable' });
    isBroken = false;
    await markets.ready();
    expect(markets.symbolOf('BTCUSDT')).toBe('BTC/USDT');
  });

  it('knows markets by the exchange’s id', async () => {
    const server = await startServer(() => ({ body: exchangeInfo }));
    const markets = marketsAt(server.origin);
    await markets.ready();
    expect(markets.symbolOf('BTCUSDT')).toBe('BTC/USDT');
    expect(markets.symbolOf('NOPEUSDT')).toBeUndefined();
  });

  it('takes the perpetual of a futures pair, not its dated contracts', async () => {
    const symbols = [
      future('BTCUSDT', 'PERPETUAL', 4133404800000),
      future('BTCUSDT_270326', 'CURRENT_QUARTER', Date.UTC(2027, 2, 26, 8)),
    ];
    const server = await startServer(() => ({ body: { ...exchangeInfo, symbols } }));
    const markets = marketsAt(server.origin, 'FUTURES');
    expect(await markets.rulesFor('BTC/USDT')).toMatchObject({
      price: { step: '0.1' },
      minimumNotional: '100',
      marketQuantity: null,
    });
    expect(markets.symbolOf('BTCUSDT_270326')).toBeUndefined();
  });

  it.each([1798185600000, 4133404800000])(
    'never takes the next quarter, delivered at %d, for the perpetual before it trades',
    async (deliveryDate) => {
      const pending = {
        ...future('BTCUSDT_261225', '', deliveryDate),
        status: 'PENDING_TRADING',
      };
      const perpetual = future('BTCUSDT', 'PERPETUAL', 4133404800000);
      for (const symbols of [
        [pending, perpetual],
        [perpetual, pending],
      ]) {
        const server = await startServer(() => ({ body: { ...exchangeInfo, symbols } }));
        const markets = marketsAt(server.origin, 'FUTURES');
        expect(await markets.rulesFor('BTC/USDT')).toMatchObject({ isTrading: true });
        expect(markets.symbolOf('BTCUSDT')).toBe('BTC/USDT');
        expect(markets.symbolOf('BTCUSDT_261225')).toBeUndefined();
        expect(markets.isOther('BTCUSDT_261225')).toBe(true);
      }
    },
  );

  it('lists perpetuals on metals and shares, and names outside ASCII', async () => {
    const gold = { ...future('XAUUSDT', 'TRADIFI_PERPETUAL', 4133404800000), baseAsset: 'XAU' };
    const life = { ...future('币安人生USDT', 'PERPETUAL', 4133404800000), baseAsset: '币安人生' };
    const symbols = [gold, life];
    const server = await startServer(() => ({ body: { ...exchangeInfo, symbols } }));
    const markets = marketsAt(server.origin, 'FUTURES');
    expect(await markets.rulesFor('XAU/USDT')).toMatchObject({ isTrading: true });
    expect(await markets.rulesFor('币安人生/USDT')).toMatchObject({ isTrading: true });
    expect(markets.symbolOf('币安人生USDT')).toBe('币安人生/USDT');
    expect(markets.knownIdOf('币安人生/USDT')).toBe('币安人生USDT');
  });

  it.each(['SPOT', 'FUTURES'] as const)(
    'reads the %s listing although a row is odd',
    async (type) => {
      const [spot] = exchangeInfo.symbols;
      const good = type === 'SPOT' ? spot : future('BTCUSDT', 'PERPETUAL', 4133404800000);
      const abc = { ...good, symbol: 'ABCUSDT', baseAsset: 'ABC' };
      const symbols = [
        null,
        { ...good, symbol: undefined },
        { ...good, symbol: 'SLASHUSDT', baseAsset: 'SL/ASH' },
        { ...abc, orderTypes: undefined },
        { ...abc, symbol: 'PREUSDT', baseAsset: 'PRE', status: 'PRE_TRADING', filters: null },
        {
          ...abc,
          symbol: 'TICKUSDT',
          baseAsset: 'TICK',
          filters: [{ filterType: 'PRICE_FILTER', minPrice: '', maxPrice: '', tickSize: '' }],
        },
        good,
      ];
      const server = await startServer(() => ({ body: { ...exchangeInfo, symbols } }));
      const markets = marketsAt(server.origin, type);
      expect(await markets.rulesFor('BTC/USDT')).not.toBeNull();
      expect(markets.symbolOf('ABCUSDT')).toBe('ABC/USDT');
      expect(markets.symbolOf('SLASHUSDT')).toBeUndefined();
      for (const symbol of ['ABC/USDT', 'TICK/USDT']) {
        await expect(markets.rulesFor(symbol)).rejects.toMatchObject({ origin: 'unreadable' });
      }
      expect(await markets.rulesFor('PRE/USDT')).toMatchObject({ isTrading: false });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('loads once however many ask, and not again for an unknown market', async () => {
    const server = await startServer(() => ({ body: exchangeInfo }));
    const markets = marketsAt(server.origin);
    await Promise.all(['BTC/USDT', 'BTC/USDT', 'NO/USDT'].map((each) => markets.rulesFor(each)));
    expect(await markets.rulesFor('NO/USDT')).toBeNull();
    expect(server.requests).toHaveLength(1);
  });

  it('recovers after a load that failed', async () => {
    let isUp = false;
    const server = await startServer(() =>
      isUp ? { body: exchangeInfo } : { status: 502, body: '<html>' },
    );
    const markets = marketsAt(server.origin);
    await expect(markets.rulesFor('BTC/USDT')).rejects.toMatchObject({ name: 'ExchangeFailure' });
    isUp = true;
    expect(await markets.rulesFor('BTC/USDT')).not.toBeNull();
  });
});
