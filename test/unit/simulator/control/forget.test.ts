import { beforeAll, describe, expect, it } from 'vitest';
import { MARKET_NAMES } from '../../../../simulator/names.js';
import { readSymbol } from '../../../../src/domain/symbol.js';
import { styleOf } from '../../../../src/exchange/symbols.js';
import { restByHand, submitByHand, type KeyHolder } from '../../../kit/desk/outside-order.js';
import { planOf } from '../../../kit/desk/plans.js';
import { newId, useVenue } from '../../../kit/simulator/venue.js';

describe.each(MARKET_NAMES)('a forgotten order on %s', (market) => {
  const venueOf = useVenue();
  const { exchange, marketType, limit, balances, ...plan } = planOf(market);
  const key = { apiKey: `forgetful-${market}`, secret: 'secret' };
  const symbol = readSymbol(limit.symbol, styleOf(exchange)) ?? '';
  let holder: KeyHolder;

  beforeAll(async () => {
    const { control } = venueOf();
    await control.post('accounts', { ...key, market, balances });
    await control.letOrdersRest(market);
    const restUrl = await control.originOf(exchange);
    holder = { ...key, accountId: 1, exchange, marketType, restUrl };
  });

  it('is unknown to every read and to a cancel, its funds are free, its fills stay', async () => {
    const { control, ledger } = venueOf();
    const fundsOf = async () => {
      const { accounts } = await control.get('state');
      const account = accounts.find(({ apiKey }: { apiKey: string }) => apiKey === key.apiKey);
      return account.balances[market] as { asset: string; locked: string; bound: string }[];
    };
    const rest = restByHand(holder);
    const clientOrderId = newId('forgotten');
    const exchangeOrderId = await submitByHand(holder, clientOrderId, limit);
    const order = { market, apiKey: key.apiKey, clientOrderId };
    await control.post('fill', { ...order, quantity: '0.4' });
    expect(await rest.fetchOrder({ symbol, clientOrderId, exchangeOrderId })).not.toBeNull();
    await control.post('forget', order);

    expect(await rest.fetchOrder({ symbol, clientOrderId, exchangeOrderId })).toBeNull();
    expect(await rest.fetchOrder({ symbol, clientOrderId })).toBeNull();
    expect(await rest.fetchOpenOrders([symbol])).toEqual([]);
    expect(await rest.cancelOrder({ symbol, clientOrderId, exchangeOrderId })).toBeNull();
    for (const { locked, bound } of await fundsOf()) expect([locked, bound]).toEqual(['0', '0']);
    const { orders, fills } = await ledger(market, key.apiKey);
    expect(orders).toMatchObject([{ clientOrderId, status: 'CANCELLED', filledQuantity: '0.4' }]);
    expect(fills).toMatchObject([{ clientOrderId, quantity: '0.4' }]);
    await expect(control.post('forget', order)).rejects.toThrow('expected an open order');
  });

  it('leaves the other orders of the market as they are', async () => {
    const { control } = venueOf();
    const [lost, kept] = [newId('lost'), newId('kept')];
    await submitByHand(holder, lost, limit);
    await submitByHand(holder, kept, { ...limit, side: 'sell', price: plan.sellPrice });
    await control.post('forget', { market, apiKey: key.apiKey, clientOrderId: lost });
    const open = await restByHand(holder).fetchOpenOrders([symbol]);
    expect(open.map(({ clientOrderId }) => clientOrderId)).toEqual([kept]);
  });
});
