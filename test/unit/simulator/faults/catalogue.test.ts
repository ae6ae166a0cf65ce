import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../../../simulator/faults/catalogue.js';
import { eventually } from '../../../kit/eventually.js';
import {
  LIMIT_BUY,
  openFuturesStream,
  openSpotStream,
  signedRequest,
} from '../../../kit/simulator/binance.js';
import type { Answer } from '../../../kit/answer.js';
import type { Stream } from '../../../kit/simulator/socket.js';
import { newId, useVenue } from '../../../kit/simulator/venue.js';

const ORDER = '/api/v3/order';

describe('a fault', () => {
  const venueOf = useVenue();
  const fault = (name: string, more: object = {}): Promise<unknown> =>
    venueOf().control.post('faults', { name, ...more });
  const clear = (): Promise<unknown> => venueOf().control.clearFaults();
  const place = (newClientOrderId: string): Promise<Answer> =>
    signedRequest(venueOf().venue, 'POST', ORDER, {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.001',
      newClientOrderId,
    });
  const find = (id: string): Promise<Answer> =>
    signedRequest(venueOf().venue, 'GET', ORDER, { symbol: 'BTCUSDT', origClientOrderId: id });
  const exists = async (id: string): Promise<boolean> => {
    const { orders } = await venueOf().ledger('spot');
    return orders.some((order) => order['clientOrderId'] === id);
  };
  const reports = (stream: Stream, id: string): unknown[] =>
    stream.events.filter((event) => event.e === 'executionReport' && event.c === id);

  it('accept-then-hang executes the order and never answers', async () => {
    await fault('accept-then-hang');
    const id = newId();
    let answered = false;
    void place(id).then(
      () => (answered = true),
      () => undefined, // the venue's end also ends the request
    );
    await eventually('the order', () => exists(id));
    await place(newId());
    expect(answered).toBe(false);
  });

  it('accept-then-reset executes the order and cuts the connection', async () => {
    await fault('accept-then-reset');
    const id = newId();
    await expect(place(id)).rejects.toThrow();
    expect(await exists(id)).toBe(true);
    expect((await place(newId())).status).toBe(200);
  });

  it.each([
    ['unavailable-executed', {}, true, 503, /^Unknown error/],
    ['unavailable-not-executed', {}, false, 503, /^Unknown error/],
    ['unavailable-not-executed', { executed: false }, false, 503, /^Service Unavailable/],
    ['unknown-1007-executed', {}, true, 408, /execution status unknown/],
    [
      'unavailable-executed',
      { market: 'spot', code: -1008 },
      true,
      503,
      /^Server is currently overloaded/,
    ],
    [
      'unknown-1007-executed',
      { market: 'spot', code: -1008 },
      true,
      503,
      /^Server is currently overloaded/,
    ],
    ['unknown-1007-not-executed', {}, false, 408, /execution status unknown/],
    ['rate-limited', { retryAfter: 7 }, false, 429, /^Too many requests/],
    ['rate-limited', { status: 418, retryAfter: 7 }, false, 418, /banned until/],
  ])(
    '%s %o leaves the order executed: %s, status %i',
    async (name, more, executed, status, text) => {
      await fault(name, more);
      const id = newId();
      const answer = await place(id);
      expect(answer.status).toBe(status);
      expect(answer.body.msg).toMatch(text);
      expect(answer.headers.get('Retry-After')).toBe(name === 'rate-limited' ? '7' : null);
      expect(await exists(id)).toBe(executed);
      expect((await place(newId())).status).toBe(200);
    },
  );

  it.each([true, false])('html-200 answers with a page, executed: %s', async (executed) => {
    await fault('html-200', executed ? {} : { executed });
    const id = newId();
    const answer = await place(id);
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<html>') });
    expect(await exists(id)).toBe(executed);
  });

  it('not-found-after-create hides an order from reads at first', async () => {
    const id = newId();
    await fault('not-found-after-create', { ms: 400 });
    await place(id);
    expect((await find(id)).body.code).toBe(-2013);
    await clearWhenFound(id);
  });

  it('rest-lag shows an order as it was a while ago, and cancels as it is', async () => {
    const { venue, control } = venueOf();
    const id = newId();
    await signedRequest(venue, 'POST', ORDER, { ...LIMIT_BUY, newClientOrderId: id });
    await fault('rest-lag', { ms: 800 });
    await clearWhenFound(id, { keep: true });
    const trades = async (): Promise<unknown[]> => {
      const { body } = await signedRequest(venue, 'GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' });
      return (body as { orderId: number }[]).filter(({ orderId }) => orderId === orderIdOf);
    };
    const orderIdOf = Number((await find(id)).body.orderId);
    await control.post('fill', { market: 'spot', clientOrderId: id });
    expect((await find(id)).body).toMatchObject({ status: 'NEW', executedQty: '0.00000000' });
    expect(await trades()).toEqual([]);
    const open = await signedRequest(venue, 'GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' });
    expect((open.body as { clientOrderId: string }[]).map((each) => each.clientOrderId)).toEqual([
      id,
    ]);
    const cancel = { symbol: 'BTCUSDT', origClientOrderId: id };
    expect((await signedRequest(venue, 'DELETE', ORDER, cancel)).body.code).toBe(-2011);
    await clear();
    expect((await find(id)).body.status).toBe('FILLED');
    expect(await trades()).toHaveLength(1);
  });

  it('delay-answer lets the stream speak first', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    await fault('delay-answer', { ms: 300 });
    const id = newId();
    let answered = false;
    const placing = place(id).then(() => (answered = true));
    await eventually('the report', () => reports(stream, id).length > 0);
    expect(answered).toBe(false);
    await placing;
    stream.socket.close();
  });

  it('delay-request executes an order late', async () => {
    await fault('delay-request', { ms: 300 });
    const id = newId();
    const placing = place(id);
    await find(id);
    expect(await exists(id)).toBe(false);
    expect((await placing).status).toBe(200);
    expect(await exists(id)).toBe(true);
  });

  it('stream-swallow loses as many frames as it is asked to', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    const [lost, received] = [newId(), newId()];
    await fault('stream-swallow', { forMs: 10_000 });
    await place(lost);
    // Events leave right after the answer: once the next order's are here, the lost ones are lost.
    await clearAfterEvents();
    await place(received);
    await eventually('the next order', () => reports(stream, received)[0]);
    expect(reports(stream, lost)).toEqual([]);
    stream.socket.close();
  });

  it('stream-duplicate says everything twice', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    await fault('stream-duplicate', { times: 1 });
    const id = newId();
    await place(id);
    await stream.event('the fill', (event) => event.c === id && event.X === 'FILLED');
    const created = reports(stream, id).filter((event) => (event as { x: string }).x === 'NEW');
    expect(created).toHaveLength(2);
    expect(created[0]).toEqual(created[1]);
    stream.socket.close();
  });

  it('stream-delay lets the answer come first', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    await fault('stream-delay', { ms: 400 });
    const id = newId();
    await place(id);
    await find(id);
    expect(reports(stream, id)).toEqual([]);
    await eventually('the report', () => reports(stream, id)[0]);
    await clear();
    stream.socket.close();
  });

  it('stream-reorder lets a frame overtake the one before', async () => {
    const { venue } = venueOf();
    const stream = await openSpotStream(venue);
    await fault('stream-reorder');
    const id = newId();
    await place(id);
    await stream.event('the balances', (event) => event.e === 'outboundAccountPosition');
    const kinds = reports(stream, id).map((event) => (event as { x: string }).x);
    expect(kinds.slice(0, 2)).toEqual(['TRADE', 'NEW']);
    stream.socket.close();
  });

  it('stream-silent keeps the socket open and says nothing, not even pong', async () => {
    const { venue, control } = venueOf();
    const silent = await openFuturesStream(venue);
    let pongs = 0;
    silent.socket.on('pong', () => (pongs += 1));
    await fault('stream-silent', { market: 'futures' });
    silent.socket.ping();
    const spot = await openSpotStream(venue);
    await signedRequest(venue, 'POST', '/fapi/v1/order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.01',
    });
    await place(newId());
    await spot.event('an order', (event) => event.e === 'executionReport');
    expect(silent.events).toEqual([]);
    expect(pongs).toBe(0);
    expect(silent.isClosed).toBe(false);
    await control.clearFaults('stream-silent');
    silent.socket.ping();
    await eventually('a pong', () => pongs > 0);
    silent.socket.close();
    spot.socket.close();
  });

  it('hits only the market, key, symbol or call it is meant for', async () => {
    const { venue, control } = venueOf();
    await fault('rate-limited', { market: 'futures', times: 1 });
    await fault('rate-limited', { symbol: 'ETHUSDT', times: 1 });
    await fault('rate-limited', { apiKey: 'other', times: 1 });
    await fault('rate-limited', { method: 'GET', path: '/api/v3/account', times: 1 });
    expect((await place(newId())).status).toBe(200);
    expect((await signedRequest(venue, 'GET', '/api/v3/account')).status).toBe(429);
    expect((await signedRequest(venue, 'GET', '/fapi/v2/account')).status).toBe(429);
    const left = await control.faults();
    expect(left).toMatchObject([{ symbol: 'ETHUSDT' }, { apiKey: 'other' }]);
    expect(await clear()).toEqual({ cleared: 2 });
  });

  // Some have their test in rest-faults.test.ts or stream-faults.test.ts.
  it('has a test for each of its names', () => {
    expect(Object.keys(FAULTS).sort()).toEqual(
      [
        'accept-then-hang',
        'accept-then-reset',
        'delay-answer',
        'delay-request',
        'duplicate-id',
        'empty-lists',
        'fills-lag',
        'html-200',
        'html-error',
        'not-found-after-create',
        'rate-limited',
        'refuse-create',
        'rest-lag',
        'rest-missing-field',
        'rest-precision',
        'stream-delay',
        'stream-duplicate',
        'stream-malformed',
        'stream-other-trade-ids',
        'stream-reorder',
        'stream-silent',
        'stream-swallow',
        'stream-unreadable',
        'trades-unavailable',
        'unavailable-executed',
        'unavailable-not-executed',
        'unknown-1007-executed',
        'unknown-1007-not-executed',
      ].sort(),
    );
  });

  /** Asks for an order until it is found, then clears the faults. */
  async function clearWhenFound(id: string, { keep = false } = {}): Promise<void> {
    await eventually(`order ${id} to be found`, async () => (await find(id)).status === 200);
    if (!keep) await clear();
  }

  /** Clears the faults once the events of everything answered so far have left. */
  async function clearAfterEvents(): Promise<void> {
    await find(newId());
    await clear();
  }
});
