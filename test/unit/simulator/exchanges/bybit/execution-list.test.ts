import { describe, expect, it } from 'vitest';
import { bybitDesk, listPages, type BybitItem } from '../../../../kit/simulator/bybit.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const MARKET = { orderType: 'Market', qty: '0.01', marketUnit: 'baseCoin' };
const EXECUTIONS = '/v5/execution/list';

const venueOf = useVenue();
const desks = [bybitDesk(venueOf, 'spot'), bybitDesk(venueOf, 'linear')];

describe.each(desks)('the list of executions in $category', (desk) => {
  const { category } = desk;

  it('lists each fill of an order once, newest first, with what was left', async () => {
    const orderLinkId = await desk.rest();
    await desk.control('fill', { clientOrderId: orderLinkId, quantity: '0.004' });
    await desk.control('fill', { clientOrderId: orderLinkId });
    const { result } = await desk.get(EXECUTIONS, { orderLinkId });
    const order = await desk.order(orderLinkId);
    expect(result.list).toHaveLength(2);
    expect(result.list[0]).toMatchObject({
      orderId: order.orderId,
      orderLinkId,
      execQty: expect.stringMatching(/^0\.0060*$/),
      leavesQty: expect.stringMatching(/^0\.0+$/),
    });
    expect(result.list[1]).toMatchObject({
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      orderPrice: expect.stringMatching(/^49000\.0+$/),
      orderQty: expect.stringMatching(/^0\.010*$/),
      execPrice: expect.stringMatching(/^49000\.0+$/),
      execQty: expect.stringMatching(/^0\.0040*$/),
      leavesQty: expect.stringMatching(/^0\.0060*$/),
      execValue: '196',
      execType: 'Trade',
      feeCurrency: category === 'spot' ? 'BTC' : 'USDT',
      execFee: category === 'spot' ? '0.000004' : '0.0392',
      feeRate: category === 'spot' ? '0.001' : '0.0002',
      isMaker: true,
    });
    const [first, second] = result.list;
    expect(first.execId).not.toBe(second.execId);
    expect(first.seq).toBeGreaterThan(second.seq);
  });

  it('comes in pages, of all symbols or of one', async () => {
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'BTCUSDT']) {
      await desk.create({ ...MARKET, symbol, qty: symbol === 'BTCUSDT' ? '0.01' : '1' });
    }
    const whole = (await desk.get(EXECUTIONS, { limit: 100 })).result.list as BybitItem[];
    const paged = await listPages(desk, EXECUTIONS, { limit: 2 });
    const ids = (list: BybitItem[]): unknown[] => list.map((each) => each['execId']);
    expect(ids(paged.flat())).toEqual(ids(whole));
    expect(new Set(ids(whole)).size).toBe(whole.length);
    const times = whole.map((each) => Number(each['execTime']));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const ether = (await desk.get(EXECUTIONS, { symbol: 'ETHUSDT' })).result.list as BybitItem[];
    expect(ether.length).toBeGreaterThan(0);
    expect(ether.every((each) => each['symbol'] === 'ETHUSDT')).toBe(true);
  });

  it('starts where it is asked to', async () => {
    const before = Date.now();
    const orderLinkId = newId('since');
    await desk.create({ ...MARKET, orderLinkId });
    const { result } = await desk.get(EXECUTIONS, { startTime: before });
    const linkIds = (result.list as BybitItem[]).map((each) => each['orderLinkId']);
    expect(new Set(linkIds)).toEqual(new Set([orderLinkId]));
    const future = await desk.get(EXECUTIONS, { startTime: Date.now() + 60_000 });
    expect(future.result.list).toEqual([]);
  });

  it('agrees with the venue’s own ledger', async () => {
    const { fills } = await venueOf().ledger(`bybit-${category}`);
    const listed = await listPages(desk, EXECUTIONS, { limit: 100 });
    const shown = listed.flat().map(({ execId, orderId, execQty, execFee }) => {
      return [execId, orderId, Number(execQty), Number(execFee)];
    });
    const { orders } = await venueOf().ledger(`bybit-${category}`);
    const idOf = new Map(orders.map((each) => [each['orderId'], each['exchangeOrderId']]));
    const truth = fills.map((each) => [
      each['exchangeTradeId'],
      idOf.get(each['orderId']),
      Number(each['quantity']),
      Number(each['commission']),
    ]);
    const byId = (a: unknown[], b: unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);
    expect(shown.sort(byId)).toEqual(truth.sort(byId));
  });
});

describe('executions that are no fills of orders', () => {
  it('are listed by their own type', async () => {
    const [, linear] = desks;
    if (!linear) throw new Error('there is a desk for contracts');
    const funding = { apiKey: 'testkey', symbol: 'BTCUSDT', execType: 'Funding' };
    const { execId } = await linear.control('bybit/execution', {
      ...funding,
      quantity: '0.5',
      fee: '2.5',
    });
    const list = async (query: object): Promise<unknown[]> =>
      ((await linear.get(EXECUTIONS, query as never)).result.list as BybitItem[]).map(
        (each) => each['execId'],
      );
    expect((await list({}))[0]).toBe(execId);
    expect(await list({ execType: 'Funding' })).toEqual([execId]);
    expect(await list({ execType: 'Trade' })).not.toContain(execId);
    expect(await list({ execType: 'Settle' })).toEqual([]);
  });
});
