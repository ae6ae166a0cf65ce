import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../../../simulator/decimal.js';
import { maxActiveMs } from '../../../../../simulator/exchanges/bybit/stream.js';
import { eventually } from '../../../../kit/eventually.js';
import {
  authArgs,
  bybitCall,
  bybitDesk,
  framesOf,
  openBybitSocket,
  openBybitStream,
  operate,
  reportedOrders,
} from '../../../../kit/simulator/bybit.js';
import { KEY, newId, openVenue, testVenue, useVenue } from '../../../../kit/simulator/venue.js';

const MARKET = { orderType: 'Market', qty: '0.01', marketUnit: 'baseCoin' };

const venueOf = useVenue();
const spot = bybitDesk(venueOf, 'spot');
const linear = bybitDesk(venueOf, 'linear');
const desks = [spot, linear];

describe('the private stream', () => {
  it.each([
    ['another secret', authArgs(KEY, 'wrong')],
    ['an unknown key', authArgs('nobody', 'wrong')],
    ['a time that has passed', authArgs(KEY, undefined, Date.now() - 1)],
    ['nothing', []],
  ])('does not authenticate %s', async (_what, args) => {
    const stream = await openBybitSocket(venueOf().venue);
    const answer = await operate(stream, 'auth', args);
    expect(answer).toMatchObject({ success: false, op: 'auth', conn_id: expect.any(String) });
    expect(await operate(stream, 'subscribe', ['order'])).toMatchObject({ success: false });
    stream.socket.close();
  });

  it('answers as documented', async () => {
    const stream = await openBybitSocket(venueOf().venue);
    const ids = { req_id: expect.any(String), conn_id: expect.any(String) };
    const success = { success: true, ret_msg: '', ...ids };
    expect(await operate(stream, 'ping')).toEqual({
      op: 'pong',
      args: [expect.stringMatching(/^\d{13}$/)],
      ...ids,
    });
    expect(await operate(stream, 'auth', authArgs())).toEqual({ ...success, op: 'auth' });
    const topics = ['order', 'execution'];
    expect(await operate(stream, 'subscribe', topics)).toEqual({ ...success, op: 'subscribe' });
    expect(await operate(stream, 'dance')).toMatchObject({ success: false, op: 'dance' });
    stream.socket.send('{');
    await stream.event('the refusal', (frame) => /invalid JSON/.test(frame.ret_msg));
    stream.socket.close();
  });

  it.each([
    [['order', 'order.spot']],
    [['execution.linear', 'order', 'execution']],
    [['tickers.BTCUSDT']],
    [['wallet.spot']],
    [[]],
  ])('does not take %j in one request', async (topics) => {
    const stream = await openBybitStream(venueOf().venue, ['position']);
    expect(await operate(stream, 'subscribe', topics)).toMatchObject({ success: false });
    stream.socket.close();
  });

  it('shows an account nothing of another, nor what it did not ask for', async () => {
    const { venue, control } = venueOf();
    const other = { apiKey: 'stranger', secret: 's' };
    await control.post('accounts', { ...other, balances: { USDT: '1000' } });
    const stream = await openBybitStream(venue, ['order']);
    await operate(stream, 'subscribe', ['execution']);
    await operate(stream, 'unsubscribe', ['execution']);
    const order = { category: 'spot', symbol: 'BTCUSDT', side: 'Buy', ...MARKET, qty: '0.001' };
    const theirs = { ...order, orderLinkId: newId('theirs') };
    await bybitCall(venue, 'POST', '/v5/order/create', theirs, other);
    const orderLinkId = newId('mine');
    await spot.create({ ...MARKET, orderLinkId });
    await reportedOrders(stream, orderLinkId, 'Filled');
    expect(JSON.stringify(stream.events)).not.toContain(theirs.orderLinkId);
    expect(framesOf(stream, 'execution')).toEqual([]);
    stream.socket.close();
  });

  it('reports one category under its own name on request', async () => {
    const stream = await openBybitStream(venueOf().venue, ['order.linear', 'execution.fast']);
    const [ofSpot, ofLinear] = [newId('spot'), newId('linear')];
    await spot.create({ ...MARKET, orderLinkId: ofSpot });
    await linear.create({ ...MARKET, orderLinkId: ofLinear });
    const frame = await stream.event('the order', (each) => each.topic === 'order.linear');
    expect(frame.data[0].orderLinkId).toBe(ofLinear);
    await eventually('both fills', () => framesOf(stream, 'execution.fast')[1]);
    expect(framesOf(stream, 'order')).toEqual([]);
    const [fast] = framesOf(stream, 'execution.fast');
    expect(fast.data[0]).toMatchObject({ category: 'spot', orderLinkId: ofSpot });
    expect(fast.data[0]).not.toHaveProperty('execFee');
    stream.socket.close();
  });

  it('refuses right logins on request, and nothing but them', async () => {
    const refuse = { apiKey: KEY, times: 1 };
    expect(await spot.control('bybit/refuse-auth', refuse)).toEqual({ left: 1 });
    const stream = await openBybitSocket(venueOf().venue);
    const wrong = await operate(stream, 'auth', authArgs(KEY, 'wrong'));
    expect(wrong).toMatchObject({ success: false, ret_msg: 'error:signature is invalid' });
    const refused = await operate(stream, 'auth', authArgs());
    expect(refused).toMatchObject({ success: false, ret_msg: 'error:request timed out' });
    expect(await spot.control('bybit/refuse-auth', { apiKey: KEY })).toEqual({ left: 0 });
    expect(await operate(stream, 'auth', authArgs())).toMatchObject({ success: true });
    stream.socket.close();
  });

  it('is cut and refused like any other', async () => {
    const { venue, control } = venueOf();
    const stream = await openBybitStream(venue, ['order']);
    const { connections } = await control.get('state');
    expect(connections).toMatchObject([{ markets: ['bybit-spot', 'bybit-linear'] }]);
    await control.post('stream/drop', { market: 'bybit-linear', apiKey: KEY, refuseForMs: 60_000 });
    await eventually('the cut', () => stream.isClosed);
    const again = await openBybitSocket(venue);
    again.socket.send(JSON.stringify({ op: 'auth', args: authArgs() }));
    await eventually('the refusal', () => again.isClosed);
  });
});

describe.each(desks)('the stream of $category', (desk) => {
  const { category } = desk;
  // The account that is refused above is another venue's.
  const ownVenue = useVenue();
  const own = bybitDesk(ownVenue, category);

  it('reports an order from start to end, and each fill once', async () => {
    const { venue } = ownVenue();
    const stream = await openBybitStream(venue, ['order', 'execution']);
    const orderLinkId = await own.rest();
    await own.control('fill', { clientOrderId: orderLinkId, quantity: '0.004' });
    await own.control('fill', { clientOrderId: orderLinkId, fills: 3 });
    const reported = await reportedOrders(stream, orderLinkId, 'Filled');
    expect(reported.map((each) => each.orderStatus)).toEqual(['New', 'PartiallyFilled', 'Filled']);
    expect(reported.map((each) => Number(each.cumExecQty))).toEqual([0, 0.004, 0.01]);
    expect(reported.map((each) => each.cumExecValue)).toEqual(['0', '196', '490']);
    expect(reported.every((each) => each.category === category)).toBe(true);
    expect(reported.every((each) => 'tpslMode' in each === (category === 'linear'))).toBe(true);

    const frames = framesOf(stream, 'execution').map(({ data }) => data as object[]);
    // What is filled in one go comes in one frame.
    expect(frames.map((data) => data.length)).toEqual([1, 3]);
    const listed = (await own.get('/v5/execution/list', { orderLinkId })).result.list;
    const streamed = frames.flat().map((each) => ({ ...each, category: undefined }));
    expect(streamed.reverse()).toEqual(listed);
    const fees = (listed as { execFee: string }[]).map(({ execFee }) => new Decimal(execFee));
    const [whole, first] = [Decimal.sum(...fees).toString(), fees.at(-1)?.toString()];
    const coin = category === 'spot' ? 'BTC' : 'USDT';
    expect(reported.map((each) => each.cumFeeDetail[coin])).toEqual([undefined, first, whole]);
    stream.socket.close();
  });

  it('sends order and fill in either order', async () => {
    const stream = await openBybitStream(ownVenue().venue, ['order', 'execution']);
    for (let count = 0; count < 8; count += 1) {
      const orderLinkId = newId('either');
      await own.create({ ...MARKET, orderLinkId });
      await reportedOrders(stream, orderLinkId, 'Filled');
    }
    await eventually('all fills', () => framesOf(stream, 'execution')[7]);
    const topicsAround = stream.events
      .filter(({ topic }) => topic !== undefined)
      .filter(({ data }) => data[0].orderStatus !== 'New')
      .map(({ topic }) => topic as string);
    const firsts = topicsAround.filter((_topic, index) => index % 2 === 0);
    expect(new Set(firsts)).toEqual(new Set(['order', 'execution']));
    stream.socket.close();
  });

  it('reports a cancelled order that had filled in part', async () => {
    const stream = await openBybitStream(ownVenue().venue, [`order.${category}`]);
    const orderLinkId = await own.rest();
    await own.control('fill', { clientOrderId: orderLinkId, quantity: '0.004' });
    await own.cancel({ orderLinkId });
    const word = category === 'spot' ? 'PartiallyFilledCanceled' : 'Cancelled';
    const frame = await stream.event('the end', ({ data }) => data?.[0].orderStatus === word);
    expect(frame.topic).toBe(`order.${category}`);
    expect(frame.data[0]).toMatchObject({ cancelType: 'CancelByUser', cumExecValue: '196' });
    stream.socket.close();
  });

  it('reports once more that an order is filled when a cancel came too late', async () => {
    const stream = await openBybitStream(ownVenue().venue, ['order']);
    const orderLinkId = newId('lost');
    await own.create({ ...MARKET, orderLinkId });
    const { orderId } = await own.order(orderLinkId);
    expect(await own.control('bybit/cancel-lost', { clientOrderId: orderLinkId })).toEqual({
      orderId,
    });
    await eventually('the second report', () => framesOf(stream, 'order')[2]);
    const reported = await reportedOrders(stream, orderLinkId, 'Filled');
    expect(reported.slice(-2)).toMatchObject([
      { orderStatus: 'Filled', cancelType: 'UNKNOWN', rejectReason: 'EC_NoError' },
      {
        orderStatus: 'Filled',
        cancelType: 'CancelByUser',
        rejectReason: 'EC_OrigClOrdIDDoesNotExist',
        cumExecQty: reported.at(-2).cumExecQty,
      },
    ]);
    const open = await own.rest();
    await expect(own.control('bybit/cancel-lost', { clientOrderId: open })).rejects.toMatchObject({
      status: 409,
    });
    stream.socket.close();
  });

  it('reports what happened to wallet and position', async () => {
    const stream = await openBybitStream(ownVenue().venue, ['wallet', 'position']);
    await own.create({ ...MARKET, symbol: 'ETHUSDT', qty: '1' });
    const wallet = await stream.event('the wallet', ({ topic }) => topic === 'wallet');
    expect(wallet.data).toMatchObject([{ accountType: 'UNIFIED' }]);
    const coins = wallet.data[0].coin.map(({ coin }: { coin: string }) => coin);
    expect(coins).toEqual(expect.arrayContaining(['USDT', 'BTC']));
    if (category === 'spot') expect(framesOf(stream, 'position')).toEqual([]);
    else {
      const position = await stream.event('the position', ({ topic }) => topic === 'position');
      expect(position.data).toMatchObject([
        { category: 'linear', symbol: 'ETHUSDT', side: 'Buy', size: '1.00', positionIdx: 0 },
      ]);
    }
    stream.socket.close();
  });

  it.each(['Funding', 'AdlTrade', 'BustTrade', 'Settle'])('reports %s', async (execType) => {
    const stream = await openBybitStream(ownVenue().venue, ['execution']);
    const { execId } = await own.control('bybit/execution', {
      apiKey: KEY,
      symbol: 'BTCUSDT',
      execType,
      quantity: '0.5',
      price: '50000',
      fee: '2.5',
    });
    const frame = await stream.event('the execution', ({ topic }) => topic === 'execution');
    expect(frame.data).toMatchObject([
      { category, execId, execType, execQty: expect.stringMatching(/^0\.50*$/), orderLinkId: '' },
    ]);
    stream.socket.close();
  });

  it('is refused an execution of an unknown symbol or type', async () => {
    const input = { apiKey: KEY, symbol: 'NOPE', execType: 'Funding', quantity: '1' };
    await expect(own.control('bybit/execution', input)).rejects.toMatchObject({
      status: 400,
      reason: expect.stringMatching(/NOPE/),
    });
    const trade = { ...input, symbol: 'BTCUSDT', execType: 'Trade' };
    await expect(own.control('bybit/execution', trade)).rejects.toMatchObject({
      status: 400,
      reason: expect.stringMatching(/Funding/),
    });
  });
});

describe('the life of a private stream', () => {
  it('ends when the client says nothing for long', async () => {
    const venue = await openVenue({ streamIdleMs: 200 });
    const [silent, talking] = [await openBybitSocket(venue), await openBybitSocket(venue)];
    await eventually('the cut', async () => {
      await operate(talking, 'ping');
      return silent.isClosed;
    });
    expect(silent.closeCode).toBe(1000);
    expect(talking.isClosed).toBe(false);
    await venue.close();
  });

  it('ends when it has lasted as long as connections may', async () => {
    const venue = await openVenue({ streamIdleMs: 60_000 });
    const stream = await openBybitStream(venue, ['order']);
    await testVenue(venue).control.post('stream/life', { market: 'bybit-spot', ms: 1 });
    await eventually('the end', () => stream.isClosed);
    await venue.close();
  });

  it('may be asked to be shorter, within limits', () => {
    const lives = ['30s', '600s', '2m', '5s', '11m', 'x', ''].map((text) =>
      maxActiveMs(`/v5/private?max_active_time=${text}`),
    );
    const forEver = Number.POSITIVE_INFINITY;
    expect(lives).toEqual([30_000, 600_000, 120_000, forEver, forEver, forEver, forEver]);
    expect(maxActiveMs('/v5/private')).toBe(forEver);
  });
});
