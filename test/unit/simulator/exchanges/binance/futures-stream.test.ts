import { describe, expect, it } from 'vitest';
import { eventually } from '../../../../kit/eventually.js';
import {
  LIMIT_BUY,
  keyedRequest,
  openFuturesStream,
  signedRequest,
} from '../../../../kit/simulator/binance.js';
import { openSocket, type Stream } from '../../../../kit/simulator/socket.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const ORDER = '/fapi/v1/order';
const LISTEN_KEY = '/fapi/v1/listenKey';

describe('the futures user data stream', () => {
  const venueOf = useVenue();

  const rest = (newClientOrderId: string): Promise<unknown> =>
    signedRequest(venueOf().venue, 'POST', ORDER, { ...LIMIT_BUY, newClientOrderId });
  const updatesOf = (stream: Stream, id: string): Record<string, unknown>[] =>
    stream.events
      .filter((event) => event.e === 'ORDER_TRADE_UPDATE' && event.o.c === id)
      .map((event) => event.o as Record<string, unknown>);

  it('sends a fill first as TRADE_LITE, then with account and order', async () => {
    const { venue, control } = venueOf();
    const stream = await openFuturesStream(venue);
    const id = newId('f');
    await rest(id);
    await control.post('fill', { market: 'futures', clientOrderId: id, quantity: '0.004' });
    await eventually('the fill', () => updatesOf(stream, id)[1]);
    expect(stream.events.map((event) => String(event.e))).toEqual([
      'ORDER_TRADE_UPDATE',
      'TRADE_LITE',
      'ACCOUNT_UPDATE',
      'ORDER_TRADE_UPDATE',
    ]);
    const [created, filled] = updatesOf(stream, id);
    expect(created).toMatchObject({ x: 'NEW', X: 'NEW', t: 0, rp: '0', er: '0' });
    expect(created).not.toHaveProperty('N');
    expect(filled).toMatchObject({
      x: 'TRADE',
      X: 'PARTIALLY_FILLED',
      l: '0.004',
      z: '0.004',
      L: '49000.00',
      ap: '49000.00',
      N: 'USDT',
      n: '0.03920000',
      m: true,
      ps: 'BOTH',
    });
    const lite = stream.events[1];
    expect(lite).toMatchObject({
      s: 'BTCUSDT',
      c: id,
      l: '0.004',
      L: '49000.00',
      t: filled?.['t'],
    });
    const account = stream.events[2].a;
    expect(account).toMatchObject({
      m: 'ORDER',
      B: [{ a: 'USDT' }],
      P: [{ s: 'BTCUSDT', pa: '0.004', ep: '49000.00000000', ps: 'BOTH' }],
    });
    await control.post('cancel', { market: 'futures', clientOrderId: id });
    stream.socket.close();
  });

  it('sends every fill first as TRADE_LITE, whichever way it came about', async () => {
    const { venue, control, ledger } = venueOf();
    const stream = await openFuturesStream(venue);
    const [maker, taker, seller] = [newId('f'), newId('f'), newId('f')];
    await rest(maker);
    await control.post('fill', { market: 'futures', clientOrderId: maker, fills: 5 });
    const market = { symbol: 'ETHUSDT', type: 'MARKET', quantity: '1' };
    for (const [side, newClientOrderId] of [
      ['BUY', taker],
      ['SELL', seller],
    ] as const) {
      await signedRequest(venue, 'POST', ORDER, { ...market, side, newClientOrderId });
    }
    await eventually('the last fill', () =>
      updatesOf(stream, seller).find((update) => update['X'] === 'FILLED'),
    );

    const { fills } = await ledger('futures');
    const own = fills.filter((fill) =>
      [maker, taker, seller].includes(String(fill['clientOrderId'])),
    );
    expect(own.length).toBeGreaterThanOrEqual(4);
    const names = stream.events.map((event): string => {
      const { s: symbol, t: tradeId, x } = event.o ?? event;
      const isFill = event.e === 'TRADE_LITE' || x === 'TRADE';
      return isFill ? `${event.e} ${symbol} ${tradeId}` : '';
    });
    for (const fill of own) {
      const key = `${String(fill['symbol'])} ${String(fill['tradeId'])}`;
      const [lite, full] = [
        names.indexOf(`TRADE_LITE ${key}`),
        names.indexOf(`ORDER_TRADE_UPDATE ${key}`),
      ];
      expect(lite, key).toBeGreaterThanOrEqual(0);
      expect(full, key).toBeGreaterThan(lite);
    }
    const twins = stream.events.filter((event) => event.e === 'TRADE_LITE');
    expect(twins).toHaveLength(own.length);
    stream.socket.close();
  });

  it('keeps the client id of a cancelled order', async () => {
    const { venue } = venueOf();
    const stream = await openFuturesStream(venue);
    const id = newId('f');
    await rest(id);
    const cancel = { symbol: 'BTCUSDT', origClientOrderId: id };
    const { body } = await signedRequest(venue, 'DELETE', ORDER, cancel);
    expect(body).toMatchObject({ clientOrderId: id, status: 'CANCELED' });
    const [, cancelled] = await eventually('the cancel', () => {
      const updates = updatesOf(stream, id);
      return updates.length === 2 ? updates : undefined;
    });
    expect(cancelled).toMatchObject({ c: id, x: 'CANCELED', X: 'CANCELED' });
    stream.socket.close();
  });

  it('is also served by path and, wrapped, as a combined stream', async () => {
    const { venue } = venueOf();
    const { body } = await keyedRequest(venue, 'POST', LISTEN_KEY);
    const base = venue.origin.replace('http', 'ws');
    const byPath = await openSocket(`${base}/private/ws/${body.listenKey}`);
    const combined = await openSocket(`${base}/private/stream?listenKey=${body.listenKey}`);
    await rest(newId('f'));
    await byPath.event('the order', (event) => event.e === 'ORDER_TRADE_UPDATE');
    const wrapped = await combined.event('the order', (frame) => frame.stream === body.listenKey);
    expect(wrapped.data.e).toBe('ORDER_TRADE_UPDATE');
    byPath.socket.close();
    combined.socket.close();
  });

  it('announces the end of a listen key with a time in words, and is silent then', async () => {
    const { venue, control } = venueOf();
    const stream = await openFuturesStream(venue);
    const { body } = await keyedRequest(venue, 'POST', LISTEN_KEY);
    await control.post('stream/expire-listen-key', {});
    const expired = await stream.event('the end', (event) => event.e === 'listenKeyExpired');
    expect(expired).toEqual({
      e: 'listenKeyExpired',
      E: expect.stringMatching(/^\d+$/),
      listenKey: body.listenKey,
    });

    const witness = await openFuturesStream(venue);
    await rest(newId('f'));
    await witness.event('the order', (event) => event.e === 'ORDER_TRADE_UPDATE');
    expect(stream.events.at(-1)).toEqual(expired);
    expect(stream.isClosed).toBe(false);
    stream.socket.close();
    witness.socket.close();
  });

  it('stays mute for a listen key nobody has', async () => {
    const { venue } = venueOf();
    const base = venue.origin.replace('http', 'ws');
    const stream = await openSocket(`${base}/private/ws?listenKey=nobody`);
    const witness = await openFuturesStream(venue);
    await rest(newId('f'));
    await witness.event('the order', (event) => event.e === 'ORDER_TRADE_UPDATE');
    expect(stream.events).toEqual([]);
    stream.socket.close();
    witness.socket.close();
  });

  it('no longer answers at the old address', async () => {
    const { venue } = venueOf();
    const { body } = await keyedRequest(venue, 'POST', LISTEN_KEY);
    const old = `${venue.origin.replace('http', 'ws')}/ws/${body.listenKey}`;
    await expect(openSocket(old)).rejects.toThrow('404');
  });
});

describe('a listen key', () => {
  const venueOf = useVenue({ streamKeyLifetimeMs: 500 });

  it('stays the same while it lives, and lives longer when asked', async () => {
    const { venue } = venueOf();
    const first = await keyedRequest(venue, 'POST', LISTEN_KEY);
    const second = await keyedRequest(venue, 'POST', LISTEN_KEY);
    const extended = await keyedRequest(venue, 'PUT', LISTEN_KEY);
    expect(second.body.listenKey).toBe(first.body.listenKey);
    expect(extended).toMatchObject({ status: 200, body: { listenKey: first.body.listenKey } });
  });

  it('runs out by itself and cannot be extended then', async () => {
    const { venue } = venueOf();
    const stream = await openFuturesStream(venue);
    await stream.event('the end', (event) => event.e === 'listenKeyExpired');
    const extended = await keyedRequest(venue, 'PUT', LISTEN_KEY);
    expect(extended).toMatchObject({ status: 400, body: { code: -1125 } });
    stream.socket.close();
  });

  it('closes its stream when deleted', async () => {
    const { venue } = venueOf();
    const stream = await openFuturesStream(venue);
    await keyedRequest(venue, 'DELETE', LISTEN_KEY);
    await eventually('the close', () => stream.isClosed);
    const extended = await keyedRequest(venue, 'PUT', LISTEN_KEY);
    expect(extended.body.code).toBe(-1125);
  });
});
