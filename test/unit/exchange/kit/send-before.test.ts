import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OrderRequest } from '../../../../src/domain/order.js';
import type { ExchangeRest } from '../../../../src/exchange/exchange.js';
import { startServer, type AnsweringServer } from '../../../kit/exchange/http-server.js';
import * as binance from '../binance/account.js';
import * as bybit from '../bybit/fixtures.js';
import { marketList, orderRequest, restAt } from './korean/fixtures.js';
import { both, received, serve } from './korean/order-server.js';

type Open = (server: AnsweringServer) => ExchangeRest;

const EXCHANGES: readonly [name: string, request: OrderRequest, open: Open][] = [
  ['Binance spot', binance.request, ({ origin }) => binance.restAt(origin)],
  ['Binance futures', binance.request, ({ origin }) => binance.restAt(origin, 'FUTURES')],
  ['Bybit spot', bybit.request, (server) => bybit.restAt(server)],
  ['Bybit linear', bybit.request, (server) => bybit.restAt(server, 'FUTURES')],
  ['Upbit', orderRequest, ({ origin }) => restAt('upbit', origin)],
  ['Bithumb', orderRequest, ({ origin }) => restAt('bithumb', origin)],
];

const posted = (requests: AnsweringServer['requests']): string[] =>
  requests.filter(({ method }) => method === 'POST').map(({ path }) => path);

describe.each(EXCHANGES)('an order on %s', (_, request, open) => {
  const start = () =>
    startServer(({ path }) =>
      path === '/v1/market/all' ? { body: marketList } : { status: 503, body: 'busy' },
    );

  it('is sent before its time has passed', async () => {
    const server = await start();
    const sending = open(server).submitOrder(request, { sendBefore: Date.now() + 60_000 });
    await expect(sending).rejects.toMatchObject({ origin: 'answer' });
    expect(posted(server.requests)).toHaveLength(1);
  });

  it('is not sent afterwards', async () => {
    const server = await start();
    const sending = open(server).submitOrder(request, { sendBefore: Date.now() });
    await expect(sending).rejects.toMatchObject({ name: 'ExchangeFailure', origin: 'too_late' });
    expect(posted(server.requests)).toEqual([]);
  });
});

describe.each(both)('a market buy on %s', (exchange) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not sent when its time passes while its price is asked for', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const sendBefore = Date.now() + 3_000;
    const origin = await serve({
      'GET /v1/ticker': () => {
        vi.setSystemTime(sendBefore);
        return { body: [{ market: 'KRW-BTC', trade_price: 95_000_000 }] };
      },
    });
    const request: OrderRequest = { ...orderRequest, orderType: 'MARKET', price: null };
    const sending = restAt(exchange, origin).submitOrder(request, { sendBefore });
    await expect(sending).rejects.toMatchObject({ origin: 'too_late' });
    expect(posted(received())).toEqual([]);
  });
});
