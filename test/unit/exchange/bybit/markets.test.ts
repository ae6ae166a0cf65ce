import { describe, expect, it } from 'vitest';
import type { MarketType } from '../../../../src/domain/order.js';
import { BybitMarkets } from '../../../../src/exchange/bybit/markets.js';
import { linearInstrument, list, spotInstrument, usdcInstrument } from './fixtures.js';
import { queryOf, startServer } from '../../../kit/exchange/http-server.js';

function marketsAt(origin: string, marketType: MarketType = 'SPOT'): BybitMarkets {
  return new BybitMarkets({ exchange: 'bybit', marketType, restUrl: origin, streamUrl: null });
}

describe('BybitMarkets', () => {
  it('reads the rules of a spot market from one call', async () => {
    const closed = { ...spotInstrument, symbol: 'OLDUSDT', baseCoin: 'OLD', status: 'PreLaunch' };
    const server = await startServer(() => ({ body: list([spotInstrument, closed]) }));
    const markets = marketsAt(server.origin);
    expect(await markets.rulesFor('BTC/USDT')).toEqual({
      symbol: 'BTC/USDT',
      isTrading: true,
      orderTypes: ['LIMIT', 'MARKET'],
      price: { step: '0.01', minimum: null, maximum: null },
      quantity: { step: '0.000001', minimum: '0.00001', maximum: '100' },
      marketQuantity: null,
      minimumNotional: '1',
    });
    expect(await markets.rulesFor('OLD/USDT')).toMatchObject({ isTrading: false });
    expect(server.requests.map(({ path, query }) => `${path}?${query}`)).toEqual([
      '/v5/market/instruments-info?category=spot',
    ]);
  });

  it('reads perpetual contracts page by page, not dated ones', async () => {
    const dated = { ...linearInstrument, symbol: 'BTC-26MAR27', contractType: 'LinearFutures' };
    const capped = {
      ...linearInstrument,
      symbol: 'ETHUSDT',
      baseCoin: 'ETH',
      lotSizeFilter: { ...linearInstrument.lotSizeFilter, maxMktOrderQty: '25.0' },
    };
    const server = await startServer((received) => ({
      body: queryOf(received)['cursor']
        ? list([usdcInstrument, capped])
        : list([linearInstrument, dated], 'next'),
    }));
    const markets = marketsAt(server.origin, 'FUTURES');
    expect(await markets.rulesFor('BTC/USDT')).toMatchObject({
      price: { step: '0.1', minimum: '0.1', maximum: '199999' },
      quantity: { step: '0.001', minimum: '0.001', maximum: '100' },
      marketQuantity: null,
      minimumNotional: '5',
    });
    expect(await markets.rulesFor('ETH/USDT')).toMatchObject({
      marketQuantity: { step: '0.001', minimum: '0.001', maximum: '25' },
    });
    expect(markets.symbolOf('BTC-26MAR27')).toBeUndefined();
    expect(markets.symbolOf('BTCPERP')).toBe('BTC/USDC');
    expect(await markets.idOf('BTC/USDC')).toBe('BTCPERP');
    expect(markets.settleCoins()).toEqual(['USDT', 'USDC']);
  });

  it('names markets without having loaded them where their ids are joined', async () => {
    const server = await startServer(() => ({ status: 502, body: '<html>' }));
    expect(await marketsAt(server.origin).idOf('BTC/USDC')).toBe('BTCUSDC');
    expect(await marketsAt(server.origin, 'FUTURES').idOf('BTC/USDT')).toBe('BTCUSDT');
    expect(server.requests).toEqual([]);
    await expect(marketsAt(server.origin, 'FUTURES').idOf('BTC/USDC')).rejects.toMatchObject({
      name: 'ExchangeFailure',
    });
  });

  it.each([
    ['a page of HTML', '<html>Please wait</html>'],
    ['an empty list', list([])],
    ['an error', { retCode: 10016, retMsg: 'Server error.' }],
    ['a list of odd rows', list([null, { ...spotInstrument, symbol: 5 }])],
  ])('keeps what it knows on %s', async (_, broken) => {
    let body: unknown = broken;
    const server = await startServer(() => ({ body }));
    const markets = marketsAt(server.origin);
    await expect(markets.ready()).rejects.toMatchObject({ name: 'ExchangeFailure' });
    body = list([spotInstrument]);
    await markets.ready();
    body = broken;
    // Not known, so it is looked up; soon after a load it is not looked up again.
    expect(await markets.rulesFor('NO/USDT')).toBeNull();
    expect(markets.symbolOf('BTCUSDT')).toBe('BTC/USDT');
    expect(await markets.rulesFor('BTC/USDT')).not.toBeNull();
  });

  it('never takes a dated contract for the perpetual, in whatever order they come', async () => {
    const dated = {
      ...linearInstrument,
      symbol: 'BTCUSDT-26MAR27',
      contractType: 'LinearFutures',
      status: 'PreLaunch',
    };
    for (const rows of [
      [dated, linearInstrument],
      [linearInstrument, dated],
    ]) {
      const server = await startServer(() => ({ body: list(rows) }));
      const markets = marketsAt(server.origin, 'FUTURES');
      expect(await markets.rulesFor('BTC/USDT')).toMatchObject({ isTrading: true });
      expect(markets.symbolOf('BTCUSDT-26MAR27')).toBeUndefined();
      expect(markets.isOther('BTCUSDT-26MAR27')).toBe(true);
    }
  });

  it('reads the listing although a row is odd', async () => {
    const unpriced = {
      ...linearInstrument,
      symbol: 'ABCUSDT',
      baseCoin: 'ABC',
      priceFilter: { minPrice: '', maxPrice: '', tickSize: '' },
    };
    const launching = { ...unpriced, symbol: 'NEWUSDT', baseCoin: 'NEW', status: 'PreLaunch' };
    const odd = { ...linearInstrument, symbol: 'ODDUSDT', baseCoin: null };
    const server = await startServer(() => ({
      body: list([odd, unpriced, launching, usdcInstrument, linearInstrument]),
    }));
    const markets = marketsAt(server.origin, 'FUTURES');
    expect(await markets.rulesFor('BTC/USDT')).not.toBeNull();
    expect(await markets.rulesFor('NEW/USDT')).toMatchObject({ isTrading: false });
    // Its orders are tracked, and the exchange checks new ones.
    expect(markets.symbolOf('ABCUSDT')).toBe('ABC/USDT');
    await expect(markets.rulesFor('ABC/USDT')).rejects.toMatchObject({ origin: 'unreadable' });
    expect(markets.symbolOf('ODDUSDT')).toBeUndefined();
    expect(markets.settleCoins()).toEqual(['USDT', 'USDC']);
  });

  it('names a delisted perpetual by the rule that its id follows', async () => {
    const server = await startServer(() => ({ body: list([linearInstrument]) }));
    const markets = marketsAt(server.origin, 'FUTURES');
    expect(await markets.idOf('ETH/USDC')).toBe('ETHPERP');
    markets.remember(['ETH/USDC', 'XRP/USDT']);
    expect(markets.symbolOf('ETHPERP')).toBe('ETH/USDC');
    expect(markets.symbolOf('XRPUSDT')).toBe('XRP/USDT');
  });

  it('loads once however many ask at the same time', async () => {
    const server = await startServer(() => ({ body: list([spotInstrument]) }));
    const markets = marketsAt(server.origin);
    await Promise.all(['BTC/USDT', 'BTC/USDT', 'NO/USDT'].map((each) => markets.rulesFor(each)));
    expect(server.requests).toHaveLength(1);
  });
});
