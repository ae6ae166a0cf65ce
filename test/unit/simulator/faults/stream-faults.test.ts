import { describe, expect, it } from 'vitest';
import { eventually } from '../../../kit/eventually.js';
import {
  BINANCE_MARKETS,
  LIMIT_BUY,
  openFuturesStream,
  openSpotStream,
  signedRequest,
} from '../../../kit/simulator/binance.js';
import type { Stream } from '../../../kit/simulator/socket.js';
import { newId, useVenue, type TestVenue } from '../../../kit/simulator/venue.js';

/** What both markets' order reports have in common. */
interface Report {
  readonly x: string;
  readonly i: number;
  readonly l: string;
  readonly z?: string;
}

describe.each(BINANCE_MARKETS)('a fault of $market frames', ({ market, root }) => {
  const venueOf = useVenue();
  const fault = (name: string, more: object = {}): Promise<unknown> =>
    venueOf().control.post('faults', { name, ...more });
  const open = ({ venue }: TestVenue): Promise<Stream> =>
    market === 'spot' ? openSpotStream(venue) : openFuturesStream(venue);
  const rest = async (newClientOrderId: string, symbol = 'BTCUSDT'): Promise<number> => {
    const isBtc = symbol === 'BTCUSDT';
    const [quantity, price] = isBtc ? ['0.010', '49000'] : ['0.100', '2000'];
    const order = { ...LIMIT_BUY, symbol, quantity, price, newClientOrderId };
    const { body } = await signedRequest(venueOf().venue, 'POST', `${root}/order`, order);
    return Number(body.orderId);
  };
  const reportsOf = (stream: Stream, orderId: number): Report[] =>
    stream.events
      .flatMap((event) => (event.e === 'ORDER_TRADE_UPDATE' ? [event.o] : [event]))
      .filter((event) => event.x !== undefined && event.i === orderId) as Report[];
  const kindsOf = (stream: Stream, orderId: number): string[] =>
    reportsOf(stream, orderId).map(({ x }) => x);
  const named = (clientOrderId: string): object => ({ market, clientOrderId });

  it('stream-malformed cuts a frame in half and loses it', async () => {
    const stream = await open(venueOf());
    const id = newId();
    await fault('stream-malformed');
    const orderId = await rest(id);
    const broken = await eventually('the half', () => stream.broken[0]);
    expect(broken).toMatch(/^\{/);
    await venueOf().control.post('cancel', named(id));
    await eventually('the cancel', () => reportsOf(stream, orderId)[0]);
    expect(kindsOf(stream, orderId)).toEqual(['CANCELED']);
    expect(stream.broken).toHaveLength(1);
    stream.socket.close();
  });

  it.each([
    [{}, 'z', undefined],
    [{ field: 'z', value: '-1' }, 'z', '-1'],
    [{ field: 'l', value: null }, 'l', null],
  ])('stream-unreadable %o spoils one field of a frame', async (more, field, value) => {
    const stream = await open(venueOf());
    const id = newId();
    const orderId = await rest(id);
    await fault('stream-unreadable', { ...more, execution: 'TRADE' });
    await venueOf().control.post('fill', { ...named(id), quantity: '0.004' });
    await venueOf().control.post('fill', named(id));
    const trades = await eventually('both fills', () => {
      const found = reportsOf(stream, orderId).filter(({ x }) => x === 'TRADE');
      return found.length === 2 && found;
    });
    expect(
      trades.map((report) => Object.entries(report).find(([name]) => name === field)?.[1]),
    ).toEqual([value, expect.stringMatching(/^0\.0(06|10)0*$/)]);
    expect(stream.broken).toEqual([]);
    stream.socket.close();
  });

  it('can spoil one step of an order, so that a fill comes after its cancel', async () => {
    const stream = await open(venueOf());
    const id = newId();
    const orderId = await rest(id);
    await fault('stream-delay', { execution: 'TRADE', times: 1, ms: 300 });
    await venueOf().control.post('fill', { ...named(id), quantity: '0.004' });
    await venueOf().control.post('cancel', named(id));
    await eventually('the fill', () => reportsOf(stream, orderId)[2]);
    expect(kindsOf(stream, orderId)).toEqual(['NEW', 'CANCELED', 'TRADE']);
    // The cancel knew of the fill, as a real one does.
    expect(Number(reportsOf(stream, orderId)[1]?.z)).toBe(0.004);
    const { orders, fills } = await venueOf().ledger(market);
    expect(orders.find((order) => order['orderId'] === orderId)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.004',
    });
    expect(fills.filter((fill) => fill['orderId'] === orderId)).toHaveLength(1);
    expect(await venueOf().control.faults()).toEqual([]);
    stream.socket.close();
  });

  it('can spoil the frames of one name', async () => {
    const stream = await open(venueOf());
    const account = market === 'spot' ? 'outboundAccountPosition' : 'ACCOUNT_UPDATE';
    await fault('stream-swallow', { event: account, forMs: 60_000 });
    const [first, second] = [newId(), newId()];
    const orderId = await rest(first);
    await venueOf().control.post('fill', named(first));
    await eventually('the fill', () => reportsOf(stream, orderId)[1]);
    expect(kindsOf(stream, orderId)).toEqual(['NEW', 'TRADE']);
    // The next order's report comes after whatever the fill's would still have brought.
    const nextId = await rest(second);
    await eventually('the next order', () => reportsOf(stream, nextId)[0]);
    expect(stream.events.map((event) => String(event.e))).not.toContain(account);
    await venueOf().control.clearFaults();
    await venueOf().control.post('fill', named(second));
    await stream.event('the balances', (event) => event.e === account);
    stream.socket.close();
  });

  it('can spoil the frames of one symbol', async () => {
    const stream = await open(venueOf());
    await fault('stream-swallow', { symbol: 'ETHUSDT', forMs: 60_000 });
    const [lost, received] = [await rest(newId(), 'ETHUSDT'), await rest(newId())];
    await eventually('the order', () => reportsOf(stream, received)[0]);
    expect(kindsOf(stream, lost)).toEqual([]);
    expect(await venueOf().control.faults()).toMatchObject([{ symbol: 'ETHUSDT', hits: 1 }]);
    await venueOf().control.clearFaults();
    stream.socket.close();
  });
});
