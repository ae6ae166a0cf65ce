import { describe, expect, it } from 'vitest';
import { StreamRefused } from '../../../../src/exchange/kit/handshake.js';
import { openStreamOf } from './stream-server.js';

const BANNED = 'Way too much request weight used; IP banned until 1659146400000.';

/** What a stream fails with whose subscription gets this answer. */
const refusedWith = (status: number, error: object): Promise<StreamRefused> =>
  openStreamOf('SPOT', { socket: ({ id }) => ({ id, status, error }) }).then(
    () => Promise.reject(new Error('expected a refusal')),
    (refusal: unknown) => refusal as StreamRefused,
  );

describe('a subscription that is refused', () => {
  it('for coming too often is to be tried again when the exchange says', async () => {
    const data = { serverTime: 1659146280000, retryAfter: 1659146400000 };
    const refusal = await refusedWith(418, { code: -1003, msg: BANNED, data });
    expect(refusal).toBeInstanceOf(StreamRefused);
    expect(refusal).toMatchObject({ isTooOften: true, retryAfterMs: 120_000 });
    expect(refusal.message).toContain(BANNED);
  });

  it('until a time that only its words name is to be tried again then', async () => {
    const until = Date.now() + 90_000;
    const msg = `Way too much request weight used; IP banned until ${until}.`;
    const { retryAfterMs, isTooOften } = await refusedWith(418, { code: -1003, msg });
    expect(isTooOften).toBe(true);
    expect(retryAfterMs).toBeGreaterThan(80_000);
    expect(retryAfterMs).toBeLessThanOrEqual(90_000);
  });

  it.each([
    [429, { code: -1003, msg: 'Too much request weight used.' }, true],
    [418, { code: -1003, msg: 'Banned.', data: { retryAfter: 'soon' } }, true],
    [400, { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' }, false],
  ])('with status %i names no time in %j', async (status, error, isTooOften) => {
    const refusal = await refusedWith(status, error);
    expect(refusal).toMatchObject({ isTooOften, retryAfterMs: null });
  });
});
