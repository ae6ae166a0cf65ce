import { describe, expect, it } from 'vitest';
import { bybitCall, bybitDesk, type BybitItem } from '../../../../kit/simulator/bybit.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const MARKET = { orderType: 'Market', qty: '0.01', marketUnit: 'baseCoin' };

const venueOf = useVenue();
const linear = bybitDesk(venueOf, 'linear');

describe('the unified account', () => {
  it('pays for spot and contracts from one wallet', async () => {
    const { venue, control } = venueOf();
    const key = { apiKey: 'unified', secret: 'u' };
    await control.post('accounts', { ...key, balances: { USDT: '10000' } });
    const order = { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', price: '49000' };
    const create = (terms: object): Promise<{ retCode: number }> =>
      bybitCall(venue, 'POST', '/v5/order/create', { ...order, ...terms }, key);
    expect((await create({ category: 'spot', qty: '0.1' })).retCode).toBe(0);
    expect((await create({ category: 'linear', qty: '0.2' })).retCode).toBe(0);
    const balance = await bybitCall(
      venue,
      'GET',
      '/v5/account/wallet-balance',
      { accountType: 'UNIFIED' },
      key,
    );
    expect(balance.result.list).toMatchObject([
      {
        accountType: 'UNIFIED',
        totalWalletBalance: '10000',
        coin: [{ coin: 'USDT', walletBalance: '10000', locked: '4900', totalOrderIM: '490' }],
      },
    ]);
    // What one of them binds, the other cannot spend.
    expect((await create({ category: 'spot', qty: '0.1' })).retCode).toBe(170131);
    expect((await create({ category: 'linear', qty: '2' })).retCode).toBe(110007);
  });

  it('shows a profit that is not realized yet', async () => {
    const orderLinkId = newId('profit');
    await linear.create({ ...MARKET, symbol: 'SOLUSDT', qty: '10', orderLinkId });
    await linear.control('price', { symbol: 'SOLUSDT', price: '160' });
    const { result } = await linear.get('/v5/position/list', { settleCoin: 'USDT' });
    const position = result.list.find((each: BybitItem) => each['symbol'] === 'SOLUSDT');
    expect(position).toMatchObject({ side: 'Buy', size: '10.0', positionIdx: 0 });
    expect(Number(position.unrealisedPnl)).toBeCloseTo(100, 0);
    expect(Number(position.avgPrice)).toBeCloseTo(150, 1);
    await linear.create({ ...MARKET, side: 'Sell', symbol: 'SOLUSDT', qty: '10' });
  });
});
