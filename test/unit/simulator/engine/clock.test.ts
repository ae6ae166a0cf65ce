import { afterEach, describe, expect, it } from 'vitest';
import {
  BINANCE_MARKETS,
  MARKET_BUY,
  keyedRequest,
  openFuturesStream,
  openSpotStream,
  signedRequest,
  subscribeParams,
} from '../../../kit/simulator/binance.js';
import type { Answer } from '../../../kit/answer.js';
import { openSocket } from '../../../kit/simulator/socket.js';
import { newId, useVenue } from '../../../kit/simulator/venue.js';

const TEN_MINUTES = 600_000;
const NEAR_MS = 60_000;
const BTC = { symbol: 'BTCUSDT' };

describe('the exchange clock', () => {
  const venueOf = useVenue();
  const setClock = (offsetMs: number): Promise<unknown> =>
    venueOf().control.post('clock', { offsetMs });
  afterEach(() => setClock(0));

  /** Expects a time to be that far from this machine's. */
  const expectOffset = (time: unknown, offsetMs: number): void => {
    expect(Math.abs(Number(time) - Date.now() - offsetMs)).toBeLessThan(NEAR_MS);
  };

  describe.each(BINANCE_MARKETS)('of $market', ({ market, root, trades }) => {
    const call = (
      method: string,
      path: string,
      parameters: Record<string, string | number>,
    ): Promise<Answer> => signedRequest(venueOf().venue, method, path, parameters);
    const place = (newClientOrderId: string, more: Record<string, string | number>) =>
      call('POST', `${root}/order`, {
        ...MARKET_BUY,
        newClientOrderId,
        ...more,
      });

    it.each([TEN_MINUTES, -TEN_MINUTES])(
      '%i ms off refuses our timestamps, not its own',
      async (offset) => {
        await setClock(offset);
        const refused = await place(newId(), {});
        expect(refused.status).toBe(400);
        expect(refused.body).toEqual({
          code: -1021,
          msg:
            offset > 0
              ? 'Timestamp for this request is outside of the recvWindow.'
              : "Timestamp for this request was 1000ms ahead of the server's time.",
        });
        const { body } = await keyedRequest(venueOf().venue, 'GET', `${root}/time`);
        expectOffset(body.serverTime, offset);
        const { body: info } = await keyedRequest(venueOf().venue, 'GET', `${root}/exchangeInfo`);
        expectOffset(info.serverTime, offset);
        const taken = await place(newId(), { timestamp: body.serverTime as number });
        expect(taken.status).toBe(200);
      },
    );

    it('stands on every order, fill and event, and stays there when it is set again', async () => {
      const { venue, ledger } = venueOf();
      const stream =
        market === 'spot' ? await openSpotStream(venue) : await openFuturesStream(venue);
      await setClock(TEN_MINUTES);
      const id = newId();
      const timestamp = Date.now() + TEN_MINUTES;
      const { body } = await place(id, { timestamp });
      const time: unknown = body.transactTime ?? body.updateTime;
      expectOffset(time, TEN_MINUTES);
      const report = await stream.event('the fill', ({ e, o, x }) =>
        e === 'ORDER_TRADE_UPDATE' ? o.x === 'TRADE' : x === 'TRADE',
      );
      expectOffset(report.E, TEN_MINUTES);
      expect(report.T).toBe(time);

      await setClock(-TEN_MINUTES);
      const named = { ...BTC, orderId: body.orderId as number };
      const earlier = { ...named, timestamp: Date.now() - TEN_MINUTES };
      const read = await call('GET', `${root}/order`, earlier);
      expect(read.body).toMatchObject({ time, updateTime: time });
      const [first] = (await call('GET', trades, earlier)).body;
      expect(first.time).toBe(time);
      const { orders, fills } = await ledger(market);
      expect(orders.find((order) => order['orderId'] === body.orderId)).toMatchObject({
        createdAt: time,
        updatedAt: time,
      });
      expect(fills.findLast((fill) => fill['orderId'] === body.orderId)?.['at']).toBe(time);
      stream.socket.close();
    });

    it('is what startTime and endTime are compared with, also once it has gone back', async () => {
      await setClock(TEN_MINUTES);
      const ahead = await place(newId(), { timestamp: Date.now() + TEN_MINUTES });
      await setClock(0);
      const now = await place(newId(), {});
      const idsIn = async (
        path: string,
        startTime: number,
        endTime: number,
      ): Promise<unknown[]> => {
        const { body } = await call('GET', path, { ...BTC, startTime, endTime });
        return [...new Set((body as { orderId: number }[]).map(({ orderId }) => orderId))];
      };
      const placedAt = Number(ahead.body.transactTime ?? ahead.body.updateTime);
      for (const path of [trades, `${root}/allOrders`]) {
        const later = await idsIn(path, placedAt, placedAt + NEAR_MS);
        expect(later).toContain(ahead.body.orderId);
        expect(later).not.toContain(now.body.orderId);
        const present = await idsIn(path, Date.now() - NEAR_MS, Date.now() + NEAR_MS);
        expect(present).toContain(now.body.orderId);
        expect(present).not.toContain(ahead.body.orderId);
      }
    });
  });

  it('checks the timestamp of a subscription, too', async () => {
    const { venue } = venueOf();
    await setClock(TEN_MINUTES);
    const stream = await openSocket(`${venue.origin.replace('http', 'ws')}/ws-api/v3`);
    const ask = async (
      id: string,
      method: string,
      params: object,
    ): Promise<Record<string, unknown>> => {
      stream.socket.send(JSON.stringify({ id, method, params }));
      return stream.event('the answer', (event) => event.id === id) as Promise<
        Record<string, unknown>
      >;
    };
    const method = 'userDataStream.subscribe.signature';
    expect(await ask('1', method, subscribeParams())).toEqual({
      id: '1',
      status: 400,
      error: { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
    });
    const { result } = (await ask('2', 'time', {})) as { result: { serverTime: number } };
    expectOffset(result.serverTime, TEN_MINUTES);
    const params = subscribeParams(undefined, undefined, result.serverTime);
    expect(await ask('3', method, params)).toMatchObject({ id: '3', status: 200 });
    stream.socket.close();
  });
});
