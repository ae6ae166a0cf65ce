import { describe, expect, it } from 'vitest';
import { bybitDesk, type BybitItem } from '../../../../kit/simulator/bybit.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const venueOf = useVenue();
const spot = bybitDesk(venueOf, 'spot');
const linear = bybitDesk(venueOf, 'linear');
const desks = [spot, linear];

const LIMIT = { orderType: 'Limit', qty: '0.01', price: '49000' };
const MARKET = { orderType: 'Market', qty: '0.01', marketUnit: 'baseCoin' };

describe.each(desks)('an order in $category', (desk) => {
  const { category } = desk;

  it('is acknowledged, rests, and can be cancelled by its client id', async () => {
    const orderLinkId = newId('life');
    const { retCode, result } = await desk.create({ ...LIMIT, orderLinkId });
    expect(retCode).toBe(0);
    expect(result).toEqual({ orderId: expect.any(String), orderLinkId });
    expect(await desk.order(orderLinkId)).toMatchObject({
      ...result,
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      orderStatus: 'New',
      timeInForce: 'GTC',
      avgPrice: '',
      cumExecQty: expect.stringMatching(/^0\.0+$/),
      cumExecValue: '0',
      cumFeeDetail: {},
      cancelType: 'UNKNOWN',
      rejectReason: 'EC_NoError',
    });
    expect((await desk.cancel({ orderLinkId })).result).toEqual(result);
    expect(await desk.order(orderLinkId)).toMatchObject({
      orderStatus: 'Cancelled',
      cancelType: 'CancelByUser',
    });
  });

  it('has an id of its category, which finds it', async () => {
    const { result } = await desk.create({ ...LIMIT, orderLinkId: newId('ids') });
    const shape =
      category === 'spot' ? /^17\d{17}$/ : /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    expect(result.orderId).toMatch(shape);
    const { orderId } = result;
    const found = await desk.get('/v5/order/realtime', { symbol: 'BTCUSDT', orderId });
    expect(found.result.list).toMatchObject([{ orderId }]);
    const { retCode } = await desk.cancel({ orderId });
    expect(retCode).toBe(0);
  });

  it('has the tpslMode of contracts only', async () => {
    const order = await desk.order(await desk.rest());
    expect('tpslMode' in order).toBe(category === 'linear');
  });

  it('keeps its client id forever', async () => {
    const orderLinkId = await desk.rest();
    expect((await desk.create({ ...LIMIT, orderLinkId })).retCode).toBe(110072);
    await desk.cancel({ orderLinkId });
    expect((await desk.create({ ...LIMIT, orderLinkId })).retCode).toBe(110072);
  });

  it('cannot be cancelled when it is unknown or has ended', async () => {
    const code = category === 'spot' ? 170213 : 110001;
    const orderLinkId = await desk.rest();
    const wrong = await desk.cancel({ orderLinkId, symbol: 'ETHUSDT' });
    expect(wrong.retCode).toBe(code);
    await desk.cancel({ orderLinkId });
    expect((await desk.cancel({ orderLinkId })).retCode).toBe(code);
    expect((await desk.cancel({ orderId: 'nonsense' })).retCode).toBe(code);
    expect((await desk.cancel({})).retCode).toBe(10001);
  });

  it('that is filled shows value, average and fees', async () => {
    const orderLinkId = newId('filled');
    await desk.create({ ...MARKET, orderLinkId });
    const order = await desk.order(orderLinkId);
    expect(order).toMatchObject({ orderStatus: 'Filled', orderType: 'Market', timeInForce: 'IOC' });
    expect(Number(order.cumExecValue)).toBeCloseTo(500, 0);
    expect(Number(order.avgPrice)).toBeCloseTo(50_000, -1);
    const coin = category === 'spot' ? 'BTC' : 'USDT';
    const fee = category === 'spot' ? 0.000_01 : 0.275;
    expect(Object.keys(order.cumFeeDetail)).toEqual([coin]);
    expect(Number(order.cumFeeDetail[coin])).toBeCloseTo(fee, 4);
  });

  it('that was cancelled with fills has the word of its category', async () => {
    const orderLinkId = await desk.rest();
    await desk.control('fill', { clientOrderId: orderLinkId, quantity: '0.004' });
    expect(await desk.order(orderLinkId)).toMatchObject({
      orderStatus: 'PartiallyFilled',
      leavesQty: expect.stringMatching(/^0\.0060*$/),
    });
    await desk.cancel({ orderLinkId });
    expect(await desk.order(orderLinkId)).toMatchObject({
      orderStatus: category === 'spot' ? 'PartiallyFilledCanceled' : 'Cancelled',
      cumExecQty: expect.stringMatching(/^0\.0040*$/),
      cumExecValue: '196',
    });
  });

  it('that is immediate or cancelled fills what there is and ends', async () => {
    await desk.control('liquidity', { symbol: 'BTCUSDT', mode: 'auto', depth: '0.004' });
    const [partly, killed] = [newId('ioc'), newId('fok')];
    const terms = { ...LIMIT, price: '50000' };
    await desk.create({ ...terms, timeInForce: 'IOC', orderLinkId: partly });
    await desk.create({ ...terms, timeInForce: 'FOK', orderLinkId: killed });
    await desk.control('liquidity', { symbol: 'BTCUSDT', mode: 'auto' });
    expect(await desk.order(partly)).toMatchObject({
      orderStatus: category === 'spot' ? 'PartiallyFilledCanceled' : 'Cancelled',
      cumExecValue: '200',
      rejectReason: 'EC_NoImmediateQtyToFill',
    });
    expect(await desk.order(killed)).toMatchObject({ orderStatus: 'Cancelled', cumExecValue: '0' });
  });

  it('that is post-only and would take is acknowledged and ends at once', async () => {
    const orderLinkId = newId('post');
    const terms = { ...LIMIT, timeInForce: 'PostOnly', orderLinkId };
    expect((await desk.create({ ...terms, price: '50000' })).retCode).toBe(0);
    expect(await desk.order(orderLinkId)).toMatchObject({
      orderStatus: category === 'spot' ? 'Rejected' : 'Cancelled',
      rejectReason: 'EC_PostOnlyWillTakeLiquidity',
      timeInForce: 'PostOnly',
      cumExecValue: '0',
    });
    const resting = await desk.rest({ timeInForce: 'PostOnly' });
    expect(await desk.order(resting)).toMatchObject({ orderStatus: 'New' });
  });

  it('is refused when it cannot be paid for', async () => {
    const { retCode } = await desk.create({ ...LIMIT, qty: '50' });
    expect(retCode).toBe(category === 'spot' ? 170131 : 110007);
  });

  it.each([
    ['a price off the tick', { price: '49000.001' }, 170134, 10001],
    ['a quantity off the step', { qty: '0.0100001' }, 170137, 10001],
    ['too small a quantity', { qty: '0.000002' }, 170136, 10001],
    ['too large a quantity', { qty: '1000' }, 170135, 10001],
    ['too small a value', { qty: '0.001', price: '100' }, 170140, 110094],
    ['no price', { price: '' }, 10001, 10001],
    ['an unknown side', { side: 'buy' }, 10001, 10001],
    ['an unknown type', { orderType: 'LIMIT' }, 10001, 10001],
    ['a number for a string', { qty: 0.01 }, 10001, 10001],
    ['a client id with a space', { orderLinkId: 'a b' }, 10001, 10001],
    ['a client id of 37 characters', { orderLinkId: 'x'.repeat(37) }, 10001, 10001],
    ['an unknown time in force', { timeInForce: 'GTX' }, 10001, 10001],
    ['a trigger', { triggerPrice: '48000' }, 10001, 10001],
    ['an unknown symbol', { symbol: 'NOPEUSDT' }, 170121, 10001],
    ['an unknown category', { category: 'moon' }, 10001, 10001],
  ])('is refused with %s', async (_what, wrong, spotCode, linearCode) => {
    const { status, retCode } = await desk.create({ ...LIMIT, ...wrong });
    expect([status, retCode]).toEqual([200, category === 'spot' ? spotCode : linearCode]);
  });
});

describe('a spot market buy', () => {
  it('spends its qty unless it says that it is a quantity', async () => {
    const [cost, quantity] = [newId('cost'), newId('base')];
    await spot.create({ orderType: 'Market', qty: '100', orderLinkId: cost });
    await spot.create({ ...MARKET, orderLinkId: quantity });
    const spent = await spot.order(cost);
    expect(spent).toMatchObject({ qty: '100', marketUnit: 'quoteCoin', orderStatus: 'Filled' });
    expect(spent.cumExecQty).toBe('0.002000');
    expect(spent.cumExecValue).toBe('100');
    expect(await spot.order(quantity)).toMatchObject({
      qty: '0.010000',
      marketUnit: 'baseCoin',
      cumExecQty: '0.010000',
    });
  });

  it('is refused when it spends too little', async () => {
    expect((await spot.create({ orderType: 'Market', qty: '0.5' })).retCode).toBe(170140);
  });

  it('sells a quantity though it does not say so', async () => {
    const orderLinkId = newId('sell');
    await spot.create({ orderType: 'Market', side: 'Sell', qty: '0.01', orderLinkId });
    const sold = await spot.order(orderLinkId);
    expect(sold).toMatchObject({ cumExecQty: '0.010000', orderStatus: 'Filled' });
    expect(Object.keys(sold.cumFeeDetail)).toEqual(['USDT']);
  });
});

describe('a reduce-only order', () => {
  const reduce = { ...MARKET, side: 'Sell', symbol: 'ETHUSDT', qty: '1', reduceOnly: true };

  it('needs a position, and never turns it around', async () => {
    expect((await linear.create(reduce)).retCode).toBe(110017);
    await linear.create({ ...MARKET, symbol: 'ETHUSDT', qty: '0.5' });
    const orderLinkId = newId('reduce');
    expect((await linear.create({ ...reduce, orderLinkId })).retCode).toBe(0);
    const { result } = await linear.get('/v5/position/list', { symbol: 'ETHUSDT' });
    expect(result.list).toMatchObject([{ symbol: 'ETHUSDT', size: '0.00', side: '' }]);
    const query = { symbol: 'ETHUSDT', orderLinkId };
    const order = (await linear.get('/v5/order/realtime', query)).result.list[0];
    expect(order).toMatchObject({ reduceOnly: true, cumExecQty: '0.50', orderStatus: 'Cancelled' });
    const { list } = (await linear.get('/v5/execution/list', query)).result;
    const closed = list.reduce(
      (sum: number, each: BybitItem) => sum + Number(each['closedSize']),
      0,
    );
    expect(closed).toBeCloseTo(0.5);
  });
});
