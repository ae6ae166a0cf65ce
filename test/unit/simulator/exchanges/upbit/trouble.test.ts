import { describe, expect, it } from 'vitest';
import { UPBIT_LIMITS } from '../../../../../simulator/exchanges/upbit/dialect.js';
import { AMPLE_LIMITS } from '../../../../kit/control/ample-limits.js';
import { eventually } from '../../../../kit/eventually.js';
import type { Answer } from '../../../../kit/answer.js';
import { restingLimit, useKoreanDesk } from '../../../../kit/simulator/korean-desk.js';
import { openKoreanStream, refusedHandshake, token } from '../../../../kit/simulator/korean.js';
import { newId, useVenue } from '../../../../kit/simulator/venue.js';

const LIMIT = restingLimit('upbit');

describe("Upbit's limits", () => {
  const desk = useKoreanDesk('upbit', { limits: { ...AMPLE_LIMITS, upbit: UPBIT_LIMITS } });
  const place = (): Promise<Answer> => desk.place(LIMIT);
  const limit = (limits: object): Promise<unknown> => desk.control('limits', limits);

  it('are named in the header of every answer', async () => {
    const { headers } = await place();
    expect(headers.get('Remaining-Req')).toBe('group=order; min=1800; sec=11');
    const refused = await desk.get({ uuid: 'none' });
    expect(refused.status).toBe(404);
    expect(refused.headers.get('Remaining-Req')).toMatch(/^group=default; min=1800; sec=2\d$/);
  });

  it('stop who orders too much within a second, and block who goes on', async () => {
    await limit({ order: 1 });
    const tooMany = await eventually('a 429', async () => {
      const answer = await place();
      return answer.status === 429 ? answer : undefined;
    });
    expect(tooMany.body.error.name).toBe('too_many_requests');
    expect(tooMany.headers.get('Remaining-Req')).toBe('group=order; min=1800; sec=0');
    expect(tooMany.headers.get('Retry-After')).toBe('1');
    const blocked = await eventually('a 418', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, place));
      return answers.find(({ status }) => status === 418);
    });
    expect(Number(blocked.headers.get('Retry-After'))).toBeGreaterThan(1);
    expect((await desk.ask('GET', '/v1/accounts')).status).toBe(418);
  });

  it('refuse what the control interface does not know', async () => {
    await expect(limit({ weightPerMinute: 5 })).rejects.toMatchObject({
      status: 400,
      reason: expect.stringMatching(/weightPerMinute/),
    });
  });
});

describe("the limits of Upbit's stream", () => {
  const limits = { ...UPBIT_LIMITS, connect: 1, message: 3 };
  const venueOf = useVenue({ limits: { ...AMPLE_LIMITS, upbit: limits } });

  it('are of handshakes and of messages a second', async () => {
    const stream = await openKoreanStream(venueOf(), 'upbit');
    // Each try that is not refused takes up a second of its own: nobody is blocked for insisting.
    const status = await eventually('a refused handshake', () => {
      const headers = { authorization: `Bearer ${token('')}` };
      return refusedHandshake(venueOf(), 'upbit', headers);
    });
    expect(status).toBe(429);
    await eventually('the cut', () => {
      if (stream.socket.readyState === stream.socket.OPEN) stream.socket.send('PING');
      return stream.isClosed;
    });
  });
});

const REFUSAL = { code: 'under_min_total_bid_krw', message: 'Too little.' };

describe('a fault on Upbit', () => {
  const desk = useKoreanDesk('upbit');
  const { fault, clearFaults, fill, open, framesOf } = desk;
  const place = (identifier: string): Promise<Answer> => desk.place({ ...LIMIT, identifier });
  const get = (identifier: string): Promise<Answer> => desk.get({ identifier });

  it.each([
    ['unavailable-executed', {}, 500, 'server_error', 200],
    ['unavailable-not-executed', {}, 500, 'server_error', 404],
    ['unavailable-not-executed', { executed: false }, 503, 'server_error', 404],
    ['unknown-1007-executed', {}, 504, 'server_error', 200],
    ['unknown-1007-not-executed', {}, 504, 'server_error', 404],
    ['refuse-create', { refusal: REFUSAL }, 400, REFUSAL.code, 404],
    ['duplicate-id', {}, 400, 'duplicate_identifier', 200],
    ['rate-limited', { retryAfter: 7 }, 429, 'too_many_requests', 404],
    ['rate-limited', { status: 418, retryAfter: 7 }, 418, 'too_many_requests', 404],
  ])('%s %o answers %i %s', async (fault_, more, status, name, found) => {
    const identifier = newId('up');
    await fault(fault_, more);
    const answer = await place(identifier);
    expect(answer).toMatchObject({ status, body: { error: { name } } });
    if (status === 429 || status === 418) expect(answer.headers.get('Retry-After')).toBe('7');
    expect((await get(identifier)).status).toBe(found);
  });

  it('refuse-create uses the identifier up, as every refusal does', async () => {
    const identifier = newId('up');
    await fault('refuse-create', { refusal: REFUSAL });
    expect((await place(identifier)).body.error).toEqual({
      name: REFUSAL.code,
      message: REFUSAL.message,
    });
    expect((await place(identifier)).body.error.name).toBe('duplicate_identifier');
  });

  it('hides a young order, shows the past, and writes numbers longer', async () => {
    const identifier = newId('up');
    await fault('not-found-after-create', { ms: 30_000 });
    await place(identifier);
    expect((await get(identifier)).status).toBe(404);
    await clearFaults();
    await fault('rest-precision');
    expect((await get(identifier)).body).toMatchObject({
      volume: '0.0010000000000000',
      identifier,
    });
    await clearFaults();
    await fault('fills-lag', { ms: 30_000 });
    await fill(identifier);
    expect((await get(identifier)).body).toMatchObject({ executed_volume: '0', trades: [] });
    await clearFaults();
    expect((await get(identifier)).body).toMatchObject({ executed_volume: '0.001', state: 'done' });
  });

  it('swallows, doubles and misprints frames', async () => {
    const stream = await open({ type: 'myOrder' });
    const identifier = newId('up');
    await fault('stream-swallow', { execution: 'NEW' });
    await fault('stream-duplicate', { execution: 'TRADE' });
    await fault('stream-unreadable', { event: 'done' });
    await place(identifier);
    await fill(identifier);
    const done = await stream.frame('the end', ({ state }) => state === 'done');
    const frames = framesOf(stream, identifier);
    expect(frames.map(({ state }) => String(state))).toEqual(['trade', 'trade', 'done']);
    expect(done).not.toHaveProperty('executed_volume');
    expect(stream.areBinary.every(Boolean)).toBe(true);
    stream.socket.close();
  });

  it('makes the stream silent', async () => {
    const stream = await open({ type: 'myOrder' });
    const before = stream.frames.length;
    await fault('stream-silent');
    await place(newId('up'));
    await clearFaults();
    await stream.subscribe({ type: 'myOrder' });
    expect(stream.frames.length).toBe(before + 1);
    stream.socket.close();
  });
});
