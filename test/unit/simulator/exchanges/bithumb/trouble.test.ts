import { describe, expect, it } from 'vitest';
import { eventually } from '../../../../kit/eventually.js';
import type { Answer } from '../../../../kit/answer.js';
import { restingLimit, useKoreanDesk } from '../../../../kit/simulator/korean-desk.js';
import { newId } from '../../../../kit/simulator/venue.js';

const LIMIT = restingLimit('bithumb');

const REFUSAL = { code: 'under_price_limit_bid', message: 'Too little.' };

describe('trouble on Bithumb', () => {
  const desk = useKoreanDesk('bithumb');
  const { fault, fill } = desk;
  const place = (client_order_id: string): Promise<Answer> =>
    desk.place({ ...LIMIT, client_order_id });
  const get = (client_order_id: string): Promise<Answer> => desk.get({ client_order_id });

  it.each([
    ['unavailable-executed', {}, 500, 'server_error', 200],
    ['unavailable-not-executed', { executed: false }, 503, 'server_error', 404],
    ['unknown-1007-executed', {}, 504, 'server_error', 200],
    ['refuse-create', { refusal: REFUSAL }, 400, REFUSAL.code, 404],
    ['duplicate-id', {}, 400, 'duplicate_client_order_id', 200],
    ['rate-limited', { retryAfter: 7 }, 429, 'too_many_requests', 404],
  ])('%s %o answers %i %s', async (name, more, status, errorName, found) => {
    const id = newId('bt');
    await fault(name, more);
    expect(await place(id)).toMatchObject({ status, body: { error: { name: errorName } } });
    expect((await get(id)).status).toBe(found);
  });

  it('can be that a frame is doubled, or that one overtakes another', async () => {
    const stream = await desk.open({ type: 'myOrder', codes: [] });
    const id = newId('bt');
    await fault('stream-duplicate', { execution: 'NEW' });
    await place(id);
    await stream.frame('the first frame', ({ state }) => state === 'wait');
    await fault('stream-reorder');
    await fill(id);
    await stream.frame('the trade', ({ state }) => state === 'trade');
    const states = stream.frames.flatMap(({ state }) => (state ? [String(state)] : []));
    expect(states).toEqual(['wait', 'wait', 'done', 'trade']);
    stream.socket.close();
  });

  it('is to have asked too much within a second; what is left is named nowhere', async () => {
    expect((await place(newId('bt'))).headers.has('Remaining-Req')).toBe(false);
    await desk.control('limits', { order: 1 });
    const tooMany = await eventually('a 429', async () => {
      const answer = await place(newId('bt'));
      return answer.status === 429 ? answer : undefined;
    });
    expect(tooMany.body.error.name).toBe('too_many_requests');
    expect(tooMany.headers.get('Retry-After')).toBe('1');
    // Other calls are counted apart.
    expect((await desk.ask('GET', '/v1/accounts')).status).toBe(200);
  });
});
