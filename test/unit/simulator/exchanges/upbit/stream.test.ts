import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../../../simulator/decimal.js';
import { eventually } from '../../../../kit/eventually.js';
import { restingLimit, useKoreanDesk } from '../../../../kit/simulator/korean-desk.js';
import {
  openKoreanStream,
  refusedHandshake,
  token,
  type KoreanStream,
} from '../../../../kit/simulator/korean.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- frames are compared as they come */

const LIMIT = restingLimit('upbit');
const ALL = { type: 'myOrder' };

describe("Upbit's private stream", () => {
  const desk = useKoreanDesk('upbit', { streamIdleMs: 60_000 });
  const { venueOf, ask, place, get, cancel, control, fill } = desk;
  const { open, framesOf, awaitFrame } = desk;

  it('reports an order from waiting over its trades to done, in binary frames', async () => {
    const stream = await open(ALL);
    const identifier = newId('up');
    const { uuid } = (await place({ ...LIMIT, identifier })).body;
    await fill(identifier, { quantity: '0.0004' });
    await fill(identifier);
    await awaitFrame(stream, identifier, 'done');

    const frames = framesOf(stream, identifier);
    expect(frames.map(({ state }) => String(state))).toEqual(['wait', 'trade', 'trade', 'done']);
    expect(stream.areBinary.every(Boolean)).toBe(true);
    expect(frames[0]).toMatchObject({
      type: 'myOrder',
      code: 'KRW-BTC',
      uuid,
      ask_bid: 'BID',
      order_type: 'limit',
      trade_uuid: null,
      price: 94_000_000,
      volume: 0.001,
      avg_price: 0,
      trade_fee: null,
      is_maker: null,
      trade_timestamp: null,
    });
    expect(frames[1]).toEqual({
      type: 'myOrder',
      code: 'KRW-BTC',
      uuid,
      ask_bid: 'BID',
      order_type: 'limit',
      state: 'trade',
      trade_uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      price: 94_000_000,
      avg_price: 94_000_000,
      volume: 0.0004,
      remaining_volume: 0.0006,
      executed_volume: 0.0004,
      trades_count: 1,
      reserved_fee: 47,
      remaining_fee: 28.2,
      paid_fee: 18.8,
      locked: 56428.2,
      executed_funds: 37_600,
      time_in_force: null,
      trade_fee: 18.8,
      is_maker: true,
      identifier,
      smp_type: null,
      prevented_volume: 0,
      prevented_locked: 0,
      trade_timestamp: expect.any(Number),
      order_timestamp: expect.any(Number),
      timestamp: expect.any(Number),
      stream_type: 'REALTIME',
    });
    // The second trade's frame has its own volume and fee, but the sums of both.
    expect(frames[2]).toMatchObject({
      volume: 0.0006,
      executed_volume: 0.001,
      trade_fee: 28.2,
      paid_fee: 47,
      trades_count: 2,
    });
    expect(frames[3]).toMatchObject({ trade_uuid: null, volume: 0.001, executed_volume: 0.001 });

    const { trades } = (await get({ uuid })).body;
    const reported = frames.flatMap(({ trade_uuid: id }) => (id === null ? [] : [String(id)]));
    expect((trades as any[]).map((trade) => String(trade.uuid))).toEqual(reported);
    stream.socket.close();
  });

  it('writes numbers as number literals with all their digits', async () => {
    const stream = await open(ALL);
    const identifier = newId('up');
    const fields = { market: 'BTC-ETH', side: 'bid', ord_type: 'limit', identifier };
    await place({ ...fields, price: '0.03684211', volume: '0.12345679' });
    await awaitFrame(stream, identifier, 'done');
    const text = stream.texts.find((each) => each.includes('"done"')) ?? '';
    const funds = new Decimal('0.03684211').times('0.12345679');
    expect(text).toContain('"executed_volume":0.12345679,');
    expect(text).toContain(`"executed_funds":${funds.toFixed()},`);
    expect(text).toContain(`"paid_fee":${funds.times('0.0005').toFixed()},`);
    expect(text).not.toMatch(/\d[eE][-+]?\d/);
    stream.socket.close();
  });

  it('ends a buy for a sum with cancel', async () => {
    const stream = await open(ALL);
    const identifier = newId('up');
    await place({ market: 'KRW-BTC', side: 'bid', ord_type: 'price', price: '10000', identifier });
    const end = await awaitFrame(stream, identifier, 'cancel');
    expect(end).toMatchObject({
      order_type: 'price',
      price: 10_000,
      volume: null,
      remaining_volume: null,
      executed_volume: 0.00010526,
      executed_funds: 9999.7,
      locked: 0,
    });
    const states = framesOf(stream, identifier).map(({ state }) => String(state));
    expect(states.at(0)).toBe('wait');
    expect(states.slice(1, -1).every((state) => state === 'trade')).toBe(true);
    stream.socket.close();
  });

  it('reports a cancel with what was filled before', async () => {
    const stream = await open(ALL);
    const identifier = newId('up');
    await place({ ...LIMIT, identifier });
    await fill(identifier, { quantity: '0.0004' });
    await cancel({ identifier });
    const end = await awaitFrame(stream, identifier, 'cancel');
    expect(end).toMatchObject({ volume: 0.001, executed_volume: 0.0004, trades_count: 1 });
    expect(end.trade_timestamp).toEqual(expect.any(Number));
    stream.socket.close();
  });

  it('reports the markets of the latest subscribe frame only', async () => {
    const stream = await open({ type: 'myOrder', codes: ['KRW-BTC'] });
    const eth = { ...LIMIT, market: 'KRW-ETH', price: '3000000', volume: '1' };
    const ids = [newId('up'), newId('up'), newId('up'), newId('up')] as const;
    await place({ ...eth, identifier: ids[0] });
    await place({ ...LIMIT, identifier: ids[1] });
    await awaitFrame(stream, ids[1], 'wait');
    await stream.subscribe({ type: 'myOrder', codes: ['KRW-ETH'] });
    await place({ ...LIMIT, identifier: ids[2] });
    await place({ ...eth, identifier: ids[3] });
    await awaitFrame(stream, ids[3], 'wait');
    expect(ids.map((id) => framesOf(stream, id).length)).toEqual([0, 1, 0, 1]);
    stream.socket.close();
  });

  it.each([[ALL], [{ type: 'myOrder', codes: [] }]])('reports all markets for %o', async (part) => {
    const stream = await open(part);
    const identifier = newId('up');
    await place({ ...LIMIT, market: 'KRW-XRP', price: '3000', volume: '5', identifier });
    await awaitFrame(stream, identifier, 'wait');
    stream.socket.close();
  });

  it('writes short names for those who ask', async () => {
    const stream = await open(ALL, { format: 'SIMPLE' });
    const identifier = newId('up');
    const { uuid } = (await place({ ...LIMIT, identifier })).body;
    const frame = await stream.frame('the frame', (each) => each.id === identifier);
    expect(frame).toMatchObject({ ty: 'myOrder', cd: 'KRW-BTC', uid: uuid, s: 'wait', v: 0.001 });
    stream.socket.close();
  });

  it.each([
    ['no JSON', '{"a"', 'WRONG_FORMAT'],
    ['no array', '{"ticket":"t"}', 'WRONG_FORMAT'],
    ['no ticket', '[{"type":"myOrder"}]', 'NO_TICKET'],
    ['no type', '[{"ticket":"t"},{"codes":[]}]', 'NO_TYPE'],
    ['a type nobody knows', '[{"ticket":"t"},{"type":"ticker"}]', 'INVALID_PARAM'],
    [
      'codes that are no list',
      '[{"ticket":"t"},{"type":"myOrder","codes":"KRW-BTC"}]',
      'INVALID_PARAM',
    ],
    [
      'a code nobody trades',
      '[{"ticket":"t"},{"type":"myOrder","codes":["KRW-NOPE"]}]',
      'INVALID_PARAM',
    ],
    [
      'a format nobody knows',
      '[{"ticket":"t"},{"type":"myOrder"},{"format":"XML"}]',
      'INVALID_PARAM',
    ],
  ])('answers a frame with %s with an error', async (_what, text, name) => {
    const stream = await openKoreanStream(venueOf(), 'upbit');
    stream.socket.send(text);
    const frame = await stream.frame('the error', ({ error }) => error !== undefined);
    expect(frame.error).toEqual({ name, message: expect.any(String) });
    expect(stream.isClosed).toBe(false);
    stream.socket.close();
  });

  it('keeps what was subscribed when a frame is refused', async () => {
    const stream = await open(ALL);
    await stream.subscribe({ type: 'myOrder', codes: ['KRW-NOPE'] });
    const identifier = newId('up');
    await place({ ...LIMIT, identifier });
    await awaitFrame(stream, identifier, 'wait');
    stream.socket.close();
  });

  it.each([
    ['no token', {}],
    ['a token of another secret', { authorization: `Bearer ${token('', {}, 'wrong')}` }],
    ['a token with a hash', { authorization: `Bearer ${token('a=b')}` }],
  ])('refuses a handshake with %s', async (_what, headers) => {
    expect(await refusedHandshake(venueOf(), 'upbit', headers)).toBe(401);
  });

  it('refuses a handshake with a nonce that was used, be it by a request', async () => {
    const bearer = token('');
    const stream = await openKoreanStream(venueOf(), 'upbit', bearer);
    const headers = { authorization: `Bearer ${bearer}` };
    expect(await refusedHandshake(venueOf(), 'upbit', headers)).toBe(401);
    const nonce = randomUUID();
    const spent = token('', { nonce });
    await ask('GET', '/v1/accounts', {}, spent);
    const again = { authorization: `Bearer ${token('', { nonce })}` };
    expect(await refusedHandshake(venueOf(), 'upbit', again)).toBe(401);
    stream.socket.close();
  });

  it('is cut and refused when the control interface says so', async () => {
    const stream = await open(ALL);
    await control('stream/drop', { refuseForMs: 300 });
    await eventually('the cut', () => stream.isClosed);
    const headers = { authorization: `Bearer ${token('')}` };
    expect(await refusedHandshake(venueOf(), 'upbit', headers)).toBe(503);
  });
});

describe("the life of Upbit's private stream", () => {
  const venueOf = useVenue({ streamIdleMs: 150 });

  it('ends when nothing comes or goes for a while', async () => {
    const stream = await openKoreanStream(venueOf(), 'upbit');
    await stream.subscribe(ALL);
    await eventually('the end', () => stream.isClosed);
  });

  it.each([
    ['PING, which is answered', ({ socket }: KoreanStream) => socket.send('PING')],
    ['ping frames', ({ socket }: KoreanStream) => socket.ping()],
  ])('goes on for %s', async (_what, ping) => {
    const stream = await openKoreanStream(venueOf(), 'upbit');
    await stream.subscribe(ALL);
    const idle = await openKoreanStream(venueOf(), 'upbit');
    await eventually('the end of one that is idle', () => {
      ping(stream);
      return idle.isClosed;
    });
    expect(stream.isClosed).toBe(false);
    stream.socket.close();
  });
});
