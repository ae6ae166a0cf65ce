import { describe, expect, it } from 'vitest';
import type { MarketName } from '../../../../simulator/names.js';
import { signedRequest } from '../../../kit/simulator/binance.js';
import { useVenue } from '../../../kit/simulator/venue.js';

async function get(url: string): Promise<Record<string, unknown>> {
  return (await (await fetch(url)).json()) as Record<string, unknown>;
}

describe('what the simulated markets list', () => {
  const venueOf = useVenue();

  /** Returns a market's listing as its exchange answers it. */
  async function listing(market: MarketName): Promise<Record<string, unknown>[]> {
    const { origins } = venueOf().venue;
    switch (market) {
      case 'spot':
        return (await get(`${origins.binance}/api/v3/exchangeInfo`))['symbols'] as [];
      case 'futures':
        return (await get(`${origins.binance}/fapi/v1/exchangeInfo`))['symbols'] as [];
      case 'bybit-spot':
      case 'bybit-linear': {
        const query = `category=${market.slice('bybit-'.length)}`;
        const answer = await get(`${origins.bybit}/v5/market/instruments-info?${query}`);
        return (answer['result'] as { list: [] }).list;
      }
      case 'upbit':
      case 'bithumb':
        return (await get(`${origins[market]}/v1/market/all`)) as unknown as [];
    }
  }

  const row = async (market: MarketName, id: string) =>
    (await listing(market)).find((each) => (each?.['symbol'] ?? each?.['market']) === id);

  it.each<[MarketName, string, string]>([
    ['spot', 'ETHUSDT', 'NEWUSDT'],
    ['futures', 'ETHUSDT', 'NEWUSDT'],
    ['bybit-spot', 'ETHUSDT', 'NEWUSDT'],
    ['bybit-linear', 'ETHUSDT', 'NEWUSDT'],
    ['upbit', 'KRW-ETH', 'KRW-NEW'],
    ['bithumb', 'KRW-ETH', 'KRW-NEW'],
  ])('%s lists a new one, no longer lists it, and has odd rows', async (market, like, symbol) => {
    const { control } = venueOf();
    expect(await row(market, symbol)).toBeUndefined();
    await control.post('listing', { market, symbol, like, baseAsset: 'NEW' });
    expect(await row(market, symbol)).toBeDefined();
    await control.post('listing', { market, symbol, state: 'unlisted', rows: [null, { odd: 1 }] });
    expect(await row(market, symbol)).toBeUndefined();
    expect((await listing(market)).slice(-2)).toEqual([null, { odd: 1 }]);
  });

  it('plays a dated contract before it trades, and perpetuals on metals', async () => {
    const { control } = venueOf();
    const market = 'futures';
    const dated = { symbol: 'BTCUSDT_261225', like: 'BTCUSDT', contractType: '', state: 'halted' };
    await control.post('listing', { market, ...dated });
    expect(await row(market, dated.symbol)).toMatchObject({
      pair: 'BTCUSDT',
      contractType: '',
      status: 'PENDING_TRADING',
      baseAsset: 'BTC',
    });
    const gold = { symbol: 'XAUUSDT', like: 'BTCUSDT', contractType: 'TRADIFI_PERPETUAL' };
    await control.post('listing', { market, ...gold, baseAsset: 'XAU', tickSize: '0.01' });
    const xau = await row(market, 'XAUUSDT');
    expect(xau).toMatchObject({ contractType: 'TRADIFI_PERPETUAL', baseAsset: 'XAU' });
    expect(xau?.['filters']).toContainEqual(expect.objectContaining({ tickSize: '0.01' }));
  });

  it('makes the grid of prices and quantities finer', async () => {
    const finer = { symbol: 'ETHUSDT', tickSize: '0.001', stepSize: '0.00001' };
    await venueOf().control.post('listing', { market: 'futures', ...finer });
    const { filters } = (await row('futures', 'ETHUSDT')) ?? {};
    expect(filters).toContainEqual(expect.objectContaining({ tickSize: finer.tickSize }));
    expect(filters).toContainEqual(
      expect.objectContaining({ stepSize: finer.stepSize, minQty: finer.stepSize }),
    );
  });

  it('plays a contract that is settled in another coin under its own id', async () => {
    const perp = { symbol: 'BTCPERP', like: 'BTCUSDT', quoteAsset: 'USDC' };
    await venueOf().control.post('listing', { market: 'bybit-linear', ...perp });
    expect(await row('bybit-linear', 'BTCPERP')).toMatchObject({
      baseCoin: 'BTC',
      quoteCoin: 'USDC',
      settleCoin: 'USDC',
    });
  });

  it('refuses orders in what is halted, and names what it expects', async () => {
    const { venue, control } = venueOf();
    await control.post('listing', { market: 'spot', symbol: 'HALTUSDT', like: 'ETHUSDT' });
    await control.post('listing', { market: 'spot', symbol: 'HALTUSDT', state: 'halted' });
    const order = { symbol: 'HALTUSDT', side: 'BUY', type: 'MARKET', quantity: '1' };
    expect(await signedRequest(venue, 'POST', '/api/v3/order', order)).toMatchObject({
      status: 400,
      body: { code: -2010, msg: 'Market is closed.' },
    });
    await expect(
      control.post('listing', { market: 'spot', symbol: 'NONEUSDT', like: 'NOPE' }),
    ).rejects.toThrow('to be one of BTCUSDT, ETHUSDT');
  });
});
