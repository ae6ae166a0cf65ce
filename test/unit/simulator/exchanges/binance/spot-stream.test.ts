import { describe, expect, it } from 'vitest';
import { eventually } from '../../../../kit/eventually.js';
import {
  LIMIT_BUY,
  openSpotStream,
  signedRequest,
  subscribeParams,
} from '../../../../kit/simulator/binance.js';
import type { Answer } from '../../../../kit/answer.js';
import { openSocket, type Stream } from '../../../../kit/simulator/socket.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const ORDER = '/api/v3/order';

describe('the spot user data stream', () => {
  const venueOf = useVenue({ pingIntervalMs: 50 });

  const rest = (newClientOrderId: string): Promise<Answer> =>
    signedRequest(venueOf().venue, 'POST', ORDER, { ...LIMIT_BUY, newClientOrderId });
  const reportOf = (stream: Stream, id: string, type: string): Promise<Record<string, unknown>> =>
    stream.event(
      `${type} of ${id}`,
      (event) =>
        event.e === 'executionReport' && event.x === type && [event.c, event.C].includes(id),
    );

  it('reports a new order and the funds it locks', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    const id = newId();
    const { body } = await rest(id);
    const report = await reportOf(stream, id, 'NEW');
    expect(report).toMatchObject({
      s: 'BTCUSDT',
      c: id,
      C: '',
      S: 'BUY',
      o: 'LIMIT',
      f: 'GTC',
      q: '0.01000000',
      p: '49000.00000000',
      X: 'NEW',
      r: 'NONE',
      i: body.orderId,
      z: '0.00000000',
      N: null,
      t: -1,
      w: true,
    });
    const position = await stream.event(
      'the balances',
      (event) => event.e === 'outboundAccountPosition',
    );
    expect(position.B).toContainEqual({ a: 'USDT', f: '99510.00000000', l: '490.00000000' });
    stream.socket.close();
  });

  it('reports each of several fills with its own trade id and commission', async () => {
    const { venue, control, ledger } = venueOf();
    const stream = await openSpotStream(venue);
    const id = newId();
    await rest(id);
    await control.post('fill', { market: 'spot', clientOrderId: id, quantity: '0.004' });
    await control.post('fill', { market: 'spot', clientOrderId: id, fills: 3 });
    await stream.event('the last fill', (event) => event.c === id && event.X === 'FILLED');

    const trades = stream.events.filter((event) => event.c === id && event.x === 'TRADE');
    expect(trades.map((event) => String(event.X))).toEqual([
      'PARTIALLY_FILLED',
      'PARTIALLY_FILLED',
      'PARTIALLY_FILLED',
      'FILLED',
    ]);
    expect(trades[0]).toMatchObject({
      l: '0.00400000',
      z: '0.00400000',
      L: '49000.00000000',
      n: '0.00000400',
      N: 'BTC',
      m: true,
      Z: '196.00000000',
      Y: '196.00000000',
    });
    expect(trades.at(-1)).toMatchObject({ z: '0.01000000', Z: '490.00000000', w: false });
    const { fills } = await ledger('spot');
    const own = fills.filter((fill) => fill['clientOrderId'] === id);
    expect(trades.map((event) => Number(event.t))).toEqual(own.map((fill) => fill['tradeId']));
    const executionIds = trades.map((event) => Number(event.I));
    expect(executionIds).toEqual([...executionIds].sort((a, b) => a - b));
    stream.socket.close();
  });

  it('gives a cancelled order the client id of the cancel request', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    const id = newId();
    await rest(id);
    const { body } = await signedRequest(venue, 'DELETE', ORDER, {
      symbol: 'BTCUSDT',
      origClientOrderId: id,
    });
    const report = await reportOf(stream, id, 'CANCELED');
    expect(report).toMatchObject({ C: id, c: body.clientOrderId, X: 'CANCELED', w: false });
    expect(body).toMatchObject({ origClientOrderId: id, status: 'CANCELED' });
    expect(body.clientOrderId).not.toBe(id);
    stream.socket.close();
  });

  it('reports an order that the exchange expires', async () => {
    const { venue, control } = venueOf();
    const stream = await openSpotStream(venue);
    const id = newId();
    await rest(id);
    await control.post('expire', { market: 'spot', clientOrderId: id });
    expect(await reportOf(stream, id, 'EXPIRED')).toMatchObject({ c: id, C: '', X: 'EXPIRED' });
    stream.socket.close();
  });

  it('sends ping frames', async () => {
    const stream = await openSpotStream(venueOf().venue);
    await eventually('two pings', () => stream.pings.length >= 2);
    stream.socket.close();
  });

  describe('answers requests on the socket', () => {
    const ask = async (method: string, params: object): Promise<Record<string, unknown>> => {
      const { venue } = venueOf();
      const stream = await openSocket(`${venue.origin.replace('http', 'ws')}/ws-api/v3`);
      stream.socket.send(JSON.stringify({ id: 'q', method, params }));
      const answer = await stream.event('the answer', (event) => event.id === 'q');
      stream.socket.close();
      return answer as Record<string, unknown>;
    };

    it.each([
      ['ping', {}, {}],
      ['time', {}, { serverTime: expect.any(Number) }],
    ])('%s with a result', async (method, params, result) => {
      expect(await ask(method, params)).toMatchObject({ id: 'q', status: 200, result });
    });

    const subscribe = 'userDataStream.subscribe.signature';
    it.each([
      ['a bad signature', -1022, () => ({ ...subscribeParams(), signature: 'ab' })],
      ['an old timestamp', -1021, () => subscribeParams(undefined, undefined, Date.now() - 20_000)],
      ['an unknown key', -2015, () => subscribeParams('nobody')],
      ['no timestamp', -1102, () => ({ apiKey: 'testkey', signature: 'ab' })],
    ])('a subscription with %s with code %i', async (_what, code, params) => {
      expect(await ask(subscribe, params())).toMatchObject({ error: { code } });
    });

    it.each(['userDataStream.start', 'userDataStream.ping', 'userDataStream.stop'])(
      '%s, which is gone, with an error',
      async (method) => {
        const answer = await ask(method, { apiKey: 'testkey' });
        expect(answer).toMatchObject({ id: 'q', status: 400, error: { code: -1020 } });
      },
    );

    it('a second subscription of one account with -2035, and none left with -2036', async () => {
      const { venue } = venueOf();
      const stream = await openSocket(`${venue.origin.replace('http', 'ws')}/ws-api/v3`);
      const send = (id: string, method: string, params: object): void =>
        stream.socket.send(JSON.stringify({ id, method, params }));
      send('1', subscribe, subscribeParams());
      send('2', subscribe, subscribeParams());
      send('3', 'userDataStream.unsubscribe', { subscriptionId: 0 });
      send('4', 'userDataStream.unsubscribe', {});
      await stream.event('the last answer', (event) => event.id === '4');
      expect(stream.events).toMatchObject([
        { id: '1', status: 200, result: { subscriptionId: 0 } },
        { id: '2', error: { code: -2035 } },
        { id: '3', status: 200, result: {} },
        { id: '4', error: { code: -2036 } },
      ]);
      stream.socket.close();
    });
  });
});
