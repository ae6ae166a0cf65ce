import { describe, expect, it } from 'vitest';
import { BINANCE_MARKETS, LIMIT_BUY, signedRequest } from '../../../../kit/simulator/binance.js';
import type { Answer } from '../../../../kit/answer.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const BTC = { symbol: 'BTCUSDT' };
type Row = Record<'id' | 'orderId', number> & Record<'clientOrderId' | 'status', string>;

describe.each(BINANCE_MARKETS)('$market', ({ market, root, trades }) => {
  const venueOf = useVenue();
  const call = (
    method: string,
    path: string,
    parameters: Record<string, string | number>,
  ): Promise<Answer> => signedRequest(venueOf().venue, method, path, parameters);
  const rest = async (newClientOrderId: string): Promise<number> => {
    const order = { ...LIMIT_BUY, quantity: '0.100', newClientOrderId };
    const { body } = await call('POST', `${root}/order`, order);
    return Number(body.orderId);
  };
  const tradesFrom = async (parameters: Record<string, number>): Promise<number[]> => {
    const { body } = await call('GET', trades, { ...BTC, ...parameters });
    return (body as Row[]).map(({ id }) => id);
  };

  it('pages all fills of a symbol forward by fromId, without an order', async () => {
    const { control, ledger } = venueOf();
    for (const id of [newId(), newId()]) {
      await rest(id);
      await control.post('fill', { market, clientOrderId: id, fills: 5 });
    }
    // Another account's fills take ids of the same count, which leaves gaps in ours.
    await control.post('accounts', {
      apiKey: 'other',
      secret: 's',
      balances: { USDT: '100000' },
      market,
    });
    const other = { ...BTC, side: 'BUY', type: 'MARKET', quantity: '0.010' };
    const key = { apiKey: 'other', secret: 's' };
    await signedRequest(venueOf().venue, 'POST', `${root}/order`, other, key);
    const last = newId();
    await rest(last);
    await control.post('fill', { market, clientOrderId: last, fills: 3 });

    const { fills } = await ledger(market);
    const all = fills.map((fill) => Number(fill['tradeId']));
    expect(all.length).toBeGreaterThan(6);
    const seen: number[] = [];
    for (let fromId = 0; ;) {
      const page = await tradesFrom({ fromId, limit: 3 });
      seen.push(...page);
      if (page.length < 3) break;
      fromId = (page.at(-1) ?? 0) + 1;
    }
    expect(seen).toEqual(all);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const [, second = 0, third = 0] = all;
    expect(await tradesFrom({ fromId: second, limit: 2 })).toEqual([second, third]);
    expect(await tradesFrom({ fromId: (all.at(-1) ?? 0) + 1 })).toEqual([]);
    expect(await tradesFrom({ limit: 2 })).toEqual(all.slice(-2));
  });

  it('tells two orders of one client id apart once the first has closed', async () => {
    const { control } = venueOf();
    const id = newId('outside');
    const first = await rest(id);
    const find = (parameters: Record<string, string | number>): Promise<Answer> =>
      call('GET', `${root}/order`, { ...BTC, ...parameters });
    const open = async (): Promise<Row[]> => {
      const { body } = await call('GET', `${root}/openOrders`, BTC);
      return (body as Row[]).filter(({ clientOrderId }) => clientOrderId === id);
    };
    await control.post('fill', { market, orderId: first });
    expect((await find({ origClientOrderId: id })).body).toMatchObject({ orderId: first });
    expect(await open()).toEqual([]);

    const second = await rest(id);
    expect(second).toBeGreaterThan(first);
    expect((await find({ origClientOrderId: id })).body).toMatchObject({
      orderId: second,
      status: 'NEW',
    });
    expect(await open()).toMatchObject([{ orderId: second, status: 'NEW' }]);
    expect((await find({ orderId: first })).body).toMatchObject({
      orderId: first,
      status: 'FILLED',
    });
    expect((await find({ orderId: second })).body).toMatchObject({
      orderId: second,
      status: 'NEW',
    });
    expect((await find({ orderId: second + 1 })).body.code).toBe(-2013);
    expect((await find({ orderId: first, origClientOrderId: 'nobody' })).body.code).toBe(-2013);

    const cancel = { ...BTC, origClientOrderId: id };
    const cancelled = await call('DELETE', `${root}/order`, cancel);
    expect(cancelled.body).toMatchObject({ orderId: second, status: 'CANCELED' });
    expect((await find({ origClientOrderId: id })).body).toMatchObject({
      orderId: second,
      status: 'CANCELED',
    });
    expect(await open()).toEqual([]);
    const traded = await call('GET', trades, { ...BTC, orderId: second });
    expect(traded.body).toEqual([]);
  });
});
