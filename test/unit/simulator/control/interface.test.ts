import { describe, expect, it } from 'vitest';
import { createControl } from '../../../../simulator/control/interface.js';
import { MARKET_NAMES } from '../../../../simulator/names.js';
import { eventually } from '../../../kit/eventually.js';
import {
  MARKET_BUY,
  openFuturesStream,
  openSpotStream,
  signedRequest,
} from '../../../kit/simulator/binance.js';
import { openSocket } from '../../../kit/simulator/socket.js';
import { KEY, newId, openVenue, testVenue, useVenue } from '../../../kit/simulator/venue.js';

const NO_CONTROLS = { limits: {}, calls: {}, unclearCodes: {} };

describe('the control interface', () => {
  const venueOf = useVenue();

  it('shows prices, accounts and connections', async () => {
    const { venue, control } = venueOf();
    const stream = await openSpotStream(venue);
    const state = await control.get('state');
    for (const market of ['spot', 'futures']) {
      const symbols = state.markets[market]?.map(({ symbol }: { symbol: string }) => symbol);
      expect(symbols).toEqual(['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BNBUSDT']);
    }
    expect(state.accounts).toMatchObject([{ apiKey: KEY, markets: MARKET_NAMES }]);
    expect(state.connections).toMatchObject([{ market: 'spot', apiKeys: [KEY] }]);
    expect(JSON.stringify(state)).not.toContain('testsecret');
    stream.socket.close();
  });

  it('shows one account alone when asked for it', async () => {
    const { venue, control } = venueOf();
    await control.post('accounts', { apiKey: 'alone', secret: 's', balances: {} });
    const stream = await openSpotStream(venue);
    const [own, other] = await Promise.all([
      control.get(`state?apiKey=${KEY}`),
      control.get('state?apiKey=alone'),
    ]);
    expect(own).toMatchObject({ accounts: [{ apiKey: KEY }], connections: [{ apiKeys: [KEY] }] });
    expect(other).toMatchObject({ accounts: [{ apiKey: 'alone' }], connections: [] });
    stream.socket.close();
  });

  it('shows the ledger and how often each call was made', async () => {
    const { venue, ledger, control } = venueOf();
    await control.post('accounts', { apiKey: 'fresh', secret: 's', balances: { USDT: '1000' } });
    const fresh = { apiKey: 'fresh', secret: 's' };
    const newClientOrderId = newId();
    const order = { ...MARKET_BUY, newClientOrderId };
    const { body } = await signedRequest(venue, 'POST', '/api/v3/order', order, fresh);
    const report = await ledger('spot', 'fresh');
    expect(report.orders).toEqual([
      {
        orderId: body.orderId,
        exchangeOrderId: String(body.orderId),
        clientOrderId: newClientOrderId,
        currentClientOrderId: newClientOrderId,
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'MARKET',
        status: 'FILLED',
        price: '0',
        quantity: '0.01',
        filledQuantity: '0.01',
        cumulativeQuote: expect.stringMatching(/^500/),
        createdAt: expect.any(Number),
        updatedAt: expect.any(Number),
      },
    ]);
    expect(report.fills[0]).toMatchObject({
      tradeId: expect.any(Number),
      orderId: body.orderId,
      commissionAsset: 'BTC',
      isMaker: false,
      realizedPnl: null,
    });
    expect(report.requests).toEqual({ 'POST /api/v3/order': 1 });
  });

  it('limits a key to one market on request', async () => {
    const { venue, control } = venueOf();
    await control.post('accounts', {
      apiKey: 'only-spot',
      secret: 's',
      balances: {},
      market: 'spot',
    });
    const key = { apiKey: 'only-spot', secret: 's' };
    const spot = await signedRequest(venue, 'GET', '/api/v3/account', {}, key);
    const futures = await signedRequest(venue, 'GET', '/fapi/v2/account', {}, key);
    expect([spot.status, futures.status]).toEqual([200, 401]);
    expect(futures.body.code).toBe(-2015);
  });

  it.each([
    ['price', { market: 'spot', symbol: 'BTCUSDT', price: 50000 }, /expected string, received num/],
    ['price', { market: 'spot', symbol: 'BTCUSDT', price: '50000.001' }, /multiple of the tick/],
    ['price', { market: 'spot', symbol: 'NOPE', price: '1' }, /expected a symbol of spot.*"NOPE"/],
    ['price', { market: 'mars', symbol: 'BTCUSDT', price: '1' }, /"spot"\|"futures"/],
    ['fill', { market: 'spot' }, /expected "clientOrderId" or "orderId"/],
    ['fill', { market: 'spot', clientOrderId: 'x', typo: 1 }, /typo/],
    ['faults', { name: 'no-such-fault' }, /"accept-then-hang"/],
    ['movement', { mode: 'run' }, /"walk"\|"still"/],
  ])('refuses a bad %s and says what it expected', async (path, body, message) => {
    const { control } = venueOf();
    await expect(control.post(path, body)).rejects.toMatchObject({ status: 400 });
    const reason: unknown = expect.stringMatching(message);
    await expect(control.post(path, body)).rejects.toMatchObject({ reason });
  });

  it('says that an order is unknown or closed', async () => {
    const { venue, control } = venueOf();
    const { body } = await signedRequest(venue, 'POST', '/api/v3/order', MARKET_BUY);
    const name = { market: 'spot', orderId: body.orderId as number };
    await expect(control.post('fill', name)).rejects.toMatchObject({
      status: 409,
      reason: expect.stringMatching(/FILLED/),
    });
    const unknown = { status: 404 };
    const cancel = control.post('cancel', { ...name, orderId: 1 });
    await expect(cancel).rejects.toMatchObject(unknown);
    await expect(control.post('nonsense', {})).rejects.toMatchObject(unknown);
  });

  it('answers this machine only', () => {
    const control = createControl({ faults: {} } as never, NO_CONTROLS, () => ({}) as never);
    const call = {
      method: 'GET',
      path: '/control/nothing',
      query: '',
      body: '',
      headers: {},
      at: 0,
    };
    const from = (peer: string): number => control({ ...call, peer }).status;
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map(from)).toEqual([404, 404, 404]);
    expect(['10.0.0.5', '::ffff:10.0.0.5', '1127.0.0.1', ''].map(from)).toEqual([
      403, 403, 403, 403,
    ]);
  });

  it('drops streams and refuses new ones for a while', async () => {
    const { venue, control } = venueOf();
    const spot = await openSpotStream(venue);
    const futures = await openFuturesStream(venue);
    const answer = await control.post('stream/drop', { market: 'spot', refuseForMs: 400 });
    expect(answer).toEqual({ dropped: 1 });
    await eventually('the cut', () => spot.isClosed);
    expect(futures.isClosed).toBe(false);
    await expect(openSpotStream(venue)).rejects.toThrow('503');
    const reopened = await eventually('the stream to be back', () =>
      openSpotStream(venue).catch(() => undefined),
    );
    reopened.socket.close();
    futures.socket.close();
  });

  it('announces a shutdown and ends subscriptions while the socket stays open', async () => {
    const { venue, control } = venueOf();
    const stream = await openSpotStream(venue);
    await control.post('stream/event', { market: 'spot', event: 'serverShutdown' });
    await stream.event('the announcement', (event) => event.e === 'serverShutdown');
    await control.post('stream/event', { market: 'spot', event: 'eventStreamTerminated' });
    const ended = await stream.event('the end', (event) => event.e === 'eventStreamTerminated');
    const witness = await openSpotStream(venue);
    await signedRequest(venue, 'POST', '/api/v3/order', MARKET_BUY);
    await witness.event('the order', (event) => event.e === 'executionReport');
    expect(stream.events.at(-1)).toEqual(ended);
    expect(stream.isClosed).toBe(false);
    stream.socket.close();
    witness.socket.close();
  });

  it('sends any frame on request, to those whose stream it is', async () => {
    const { venue, control } = venueOf();
    const stream = await openSpotStream(venue);
    const received: Buffer[] = [];
    stream.socket.on('message', (data) => received.push(data as Buffer));
    for (const frame of [
      { text: '{"e":' },
      { text: '{"e":"%"}', length: 5_000 },
      { base64: 'AP8=' },
    ]) {
      expect(await control.post('stream/frame', { market: 'spot', ...frame })).toEqual({ sent: 1 });
    }
    expect(await control.post('stream/frame', { market: 'futures', text: '{}' })).toEqual({
      sent: 0,
    });
    await eventually('three frames', () => received.length === 3);
    expect(received.map(({ length }) => length)).toEqual([5, 5_000, 2]);
    await expect(control.post('stream/frame', { market: 'spot' })).rejects.toMatchObject({
      reason: expect.stringMatching(/"text" or "base64"/),
    });
    stream.socket.close();
  });
});

describe('closing the venue', () => {
  it('ends sockets and hanging requests within a second', async () => {
    const venue = await openVenue();
    const { control, ledger } = testVenue(venue);
    const base = venue.origin.replace('http', 'ws');
    const socket = await openSocket(`${base}/ws-api/v3`);
    await control.post('faults', { name: 'accept-then-hang' });
    const hanging = signedRequest(venue, 'POST', '/api/v3/order', MARKET_BUY);
    const ended = expect(hanging).rejects.toThrow();
    await eventually('the order', async () => (await ledger('spot')).orders[0]);
    const startedAt = Date.now();
    await venue.close();
    await ended;
    expect(Date.now() - startedAt).toBeLessThan(1000);
    await eventually('the close', () => socket.isClosed);
  });
});
