import { afterEach, describe, expect, it } from 'vitest';
import {
  bybitDesk,
  framesOf,
  openBybitStream,
  reportedOrders,
} from '../../../../kit/simulator/bybit.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const venueOf = useVenue();
const desks = [bybitDesk(venueOf, 'spot'), bybitDesk(venueOf, 'linear')];
const MARKET = { orderType: 'Market', qty: '0.01', marketUnit: 'baseCoin' };
const EXECUTIONS = '/v5/execution/list';

afterEach(() => venueOf().control.clearFaults());

describe.each(desks)('a fault of $category', (desk) => {
  const { category } = desk;
  const fault = (name: string, more: object = {}): Promise<unknown> =>
    desk.control('faults', { name, ...more });
  const isPlaced = async (id: string): Promise<boolean> => {
    const { orders } = await venueOf().ledger(`bybit-${category}`);
    return orders.some((order) => order['clientOrderId'] === id);
  };
  const timeout = category === 'spot' ? 170007 : 10000;

  it.each([
    ['unavailable-executed', {}, 10016, true],
    ['unavailable-not-executed', {}, 10016, false],
    ['unavailable-not-executed', { executed: false }, 10429, false],
    ['unknown-1007-executed', {}, timeout, true],
    ['unknown-1007-not-executed', {}, timeout, false],
    ['unknown-1007-executed', { code: 170146 }, 170146, true],
    ['unavailable-executed', { code: 10000 }, 10000, true],
    ['duplicate-id', {}, 110072, true],
    ['refuse-create', { refusal: { code: 110045, message: 'No balance.' } }, 110045, false],
    ['rate-limited', { retryAfter: 2 }, 10006, false],
  ])('%s %o answers %i under HTTP 200', async (name, more, code, executed) => {
    await fault(name, more);
    const orderLinkId = newId('fault');
    const answer = await desk.create({ ...MARKET, orderLinkId });
    expect([answer.status, answer.retCode]).toEqual([200, code]);
    expect(await isPlaced(orderLinkId)).toBe(executed);
    expect((await desk.create({ ...MARKET, orderLinkId: newId() })).retCode).toBe(0);
  });

  it('rate-limited names the time when it is over', async () => {
    await fault('rate-limited', { retryAfter: 2 });
    const { headers } = await desk.create(MARKET);
    expect(headers.get('x-bapi-limit-status')).toBe('0');
    const resetInMs = Number(headers.get('x-bapi-limit-reset-timestamp')) - Date.now();
    expect(resetInMs).toBeGreaterThan(1000);
    expect(resetInMs).toBeLessThan(2100);
  });

  it('rate-limited with a ban answers 403 without JSON', async () => {
    await fault('rate-limited', { status: 418 });
    const answer = await desk.create(MARKET);
    expect(answer.status).toBe(403);
    expect(() => JSON.parse(answer.text) as unknown).toThrow();
  });

  it('duplicate-id leaves a refused order its own refusal', async () => {
    await fault('duplicate-id');
    const wrong = await desk.create({ ...MARKET, symbol: 'NOPE' });
    expect(wrong.retCode).toBe(category === 'spot' ? 170121 : 10001);
  });

  it('trades-unavailable hits the list of executions only', async () => {
    const orderLinkId = newId('list');
    await desk.create({ ...MARKET, orderLinkId });
    await fault('trades-unavailable', { times: 1 });
    expect((await desk.get(EXECUTIONS)).status).toBe(503);
    await fault('trades-unavailable', { empty: true, times: 1 });
    const empty = await desk.get(EXECUTIONS);
    expect(empty.retCode).toBe(0);
    expect(empty.result).toEqual({ category, list: [], nextPageCursor: '' });
    expect((await desk.get(EXECUTIONS)).result.list.length).toBeGreaterThan(0);
    expect((await desk.order(orderLinkId)).orderStatus).toBe('Filled');
  });

  it('not-found-after-create hides a young order from all lists', async () => {
    const orderLinkId = newId('young');
    await fault('not-found-after-create', { ms: 60_000 });
    expect((await desk.create({ ...MARKET, orderLinkId })).retCode).toBe(0);
    expect(await desk.order(orderLinkId)).toBeUndefined();
    const { result } = await desk.get('/v5/order/history', { orderLinkId });
    expect(result.list).toEqual([]);
    await venueOf().control.clearFaults();
    expect(await desk.order(orderLinkId)).toMatchObject({ orderStatus: 'Filled' });
  });

  it('fills-lag shows an order as it was before it was filled lately', async () => {
    const orderLinkId = await desk.rest();
    await desk.control('fill', { clientOrderId: orderLinkId, quantity: '0.004' });
    await fault('fills-lag', { ms: 60_000 });
    expect(await desk.order(orderLinkId)).toMatchObject({
      orderStatus: 'New',
      cumExecValue: '0',
      cumFeeDetail: {},
    });
    expect((await desk.get(EXECUTIONS, { orderLinkId })).result.list).toEqual([]);
  });

  it('rest-precision writes more decimals of the same value', async () => {
    const orderLinkId = await desk.rest();
    await fault('rest-precision', { decimals: 12 });
    const { price, qty } = await desk.order(orderLinkId);
    expect([price, qty]).toEqual(['49000.000000000000', '0.010000000000']);
  });

  it('of the other category does not concern it', async () => {
    const other = category === 'spot' ? 'bybit-linear' : 'bybit-spot';
    await venueOf().control.post('faults', { name: 'unavailable-executed', market: other });
    expect((await desk.create(MARKET)).retCode).toBe(0);
  });

  it('of frames may be limited to a topic, a step and a symbol', async () => {
    const stream = await openBybitStream(venueOf().venue, ['order', 'execution']);
    await fault('stream-swallow', { event: 'execution', symbol: 'BTCUSDT' });
    await fault('stream-swallow', { event: 'order', execution: 'NEW' });
    const [first, second] = [newId('first'), newId('second')];
    for (const orderLinkId of [first, second]) await desk.create({ ...MARKET, orderLinkId });
    const reported = await reportedOrders(stream, second, 'Filled');
    await stream.event(
      'the second fill',
      ({ data }) => data?.[0].execId && data[0].orderLinkId === second,
    );
    expect(reported.map((each) => each.orderStatus)).toEqual(['New', 'Filled']);
    expect((await reportedOrders(stream, first, 'Filled')).length).toBe(1);
    const fills = framesOf(stream, 'execution').map(({ data }) => data[0].orderLinkId as string);
    expect(fills).toEqual([second]);
    stream.socket.close();
  });

  it.each([
    ['order', 'cumExecQty'],
    ['execution', 'execQty'],
  ])('stream-unreadable misprints what %s cannot do without', async (event, field) => {
    const stream = await openBybitStream(venueOf().venue, [event]);
    await fault('stream-unreadable', { event, value: null });
    await desk.create(MARKET);
    const frame = await stream.event('the frame', ({ topic }) => topic === event);
    expect(frame.data[0][field]).toBeNull();
    stream.socket.close();
  });

  it('stream-silent says nothing, not even pong', async () => {
    const stream = await openBybitStream(venueOf().venue, ['order']);
    await fault('stream-silent');
    stream.socket.send(JSON.stringify({ op: 'ping', req_id: 'unanswered' }));
    await desk.create(MARKET);
    await venueOf().control.clearFaults();
    stream.socket.send(JSON.stringify({ op: 'ping', req_id: 'answered' }));
    await stream.event('the pong', (frame) => frame.req_id === 'answered');
    expect(stream.events.some((frame) => frame.req_id === 'unanswered' || frame.topic)).toBe(false);
    stream.socket.close();
  });
});

it.each([
  [{ name: 'unavailable-executed', market: 'spot', code: 10016 }],
  [{ name: 'unavailable-executed', market: 'bybit-spot', code: 1 }],
  [{ name: 'rate-limited', market: 'bybit-spot', code: 10016 }],
])('a fault does not take a code that it would not answer: %j', async (fault) => {
  await expect(venueOf().control.post('faults', fault)).rejects.toMatchObject({
    status: 400,
    reason: expect.stringMatching(/unclear/),
  });
});
