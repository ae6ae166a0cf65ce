import { describe, expect, it } from 'vitest';
import { list, ok, refusal, request, restAt, spotOrder } from './fixtures.js';
import { startServer, type AnsweringServer } from '../../../kit/exchange/http-server.js';

const TEN_MINUTES = 600_000;
/** What the exchange takes: a request made 5 s ago at most, and 1 s ahead of it. */
const WINDOW_MS = 5_000;
const TOLERANCE_MS = 1_000;

let server: AnsweringServer;

async function startServerAhead(offsetMs: number): Promise<AnsweringServer> {
  server = await startServer(({ path, headers, body }) => {
    const now = Date.now() + offsetMs;
    if (path.endsWith('/time')) return { body: { ...ok({}), time: now } };
    const signedAt = Number(headers['x-bapi-timestamp']);
    const isTimely = now - WINDOW_MS <= signedAt && signedAt < now + TOLERANCE_MS;
    if (!isTimely) return { body: refusal(10002, 'timestamp', now) };
    if (body === '') return { body: list([{ ...spotOrder, orderStatus: 'Cancelled' }]) };
    return { body: ok({ orderId: 'b-1', orderLinkId: 'ft-1' }) };
  });
  return server;
}

const called = () =>
  server.requests.map(({ method, path }) => `${method} ${path.replace(/.*\//, '')}`);

const reference = { symbol: 'BTC/USDT', clientOrderId: 'ft-1' };

describe.each([TEN_MINUTES, -TEN_MINUTES])('with an exchange %i ms ahead', (offsetMs) => {
  it('makes a refused read again at once, and later ones once', async () => {
    const rest = restAt(await startServerAhead(offsetMs));
    expect(await rest.fetchOrder(reference)).toMatchObject({ exchangeOrderId: 'b-1' });
    expect(called()).toEqual(['GET realtime', 'GET time', 'GET realtime']);
    await rest.fetchOrder(reference);
    expect(called().slice(3)).toEqual(['GET realtime']);
  });

  it('does not send a refused order again by itself, but the next attempt is taken', async () => {
    const rest = restAt(await startServerAhead(offsetMs));
    await expect(rest.submitOrder(request)).rejects.toMatchObject({ details: { code: '10002' } });
    expect(called()).toEqual(['POST create', 'GET time']);
    expect((await rest.submitOrder(request)).view.exchangeOrderId).toBe('b-1');
  });

  it('cancels once the time is known', async () => {
    const rest = restAt(await startServerAhead(offsetMs));
    expect(await rest.cancelOrder(reference)).toMatchObject({ status: 'CANCELLED' });
    expect(called()).toEqual(['POST cancel', 'GET time', 'POST cancel', 'GET realtime']);
  });
});

it('asks for no time while none is refused', async () => {
  await restAt(await startServerAhead(0)).submitOrder(request);
  expect(called()).toEqual(['POST create']);
});

it('asks for no time while the address is barred', async () => {
  server = await startServer(({ path }) =>
    path.endsWith('/create')
      ? { body: refusal(10002, 'timestamp', Date.now()) }
      : { status: 403, body: '403, access too frequent' },
  );
  const rest = restAt(server);
  for (let time = 0; time < 2; time += 1) await rest.submitOrder(request).catch(() => undefined);
  expect(called()).toEqual(['POST create', 'GET time']);
});
