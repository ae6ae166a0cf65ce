import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, call } from '../../../../src/edge/page/api.js';

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a call of the API', () => {
  it('is sent as it is given, and asks for JSON', async () => {
    fetched.mockResolvedValueOnce(Response.json([]));
    await call('POST', '/api/orders/a%2Fb/cancel');
    expect(fetched).toHaveBeenCalledExactlyOnceWith(
      '/api/orders/a%2Fb/cancel',
      expect.objectContaining({ method: 'POST', headers: { Accept: 'application/json' } }),
    );
  });

  it('returns the parsed body', async () => {
    fetched.mockResolvedValueOnce(Response.json({ status: 'CANCELLED' }));
    expect(await call('POST', '/api/x')).toEqual({
      body: { status: 'CANCELLED' },
      hasMore: false,
    });
  });

  it('returns null for an answer without a body', async () => {
    fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
    expect(await call('DELETE', '/api/x')).toEqual({ body: null, hasMore: false });
  });

  it.each([
    ['</api/orders?before=7>; rel="next"', true],
    ['</api/orders?before=7>; rel=next', true],
    ['</api/orders>; rel="prev"', false],
  ])('reads from the header Link: %s whether there are older rows: %s', async (link, hasMore) => {
    fetched.mockResolvedValueOnce(Response.json([], { headers: { Link: link } }));
    expect(await call('GET', '/api/orders')).toEqual({ body: [], hasMore });
  });
});

describe('a call that fails', () => {
  it('has the words, the code and the request id of the server’s problem JSON', async () => {
    const problem = { code: 'ORDER_ENDED', detail: 'the order has ended', requestId: 'r-1' };
    fetched.mockResolvedValueOnce(Response.json(problem, { status: 409 }));
    const error = await call('POST', '/api/x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 409,
      code: 'ORDER_ENDED',
      message: 'the order has ended',
      requestId: 'r-1',
    });
  });

  it('names the status when the answer is a proxy’s, and not problem JSON', async () => {
    const pages = [new Response('<html>', { status: 502 }), Response.json(null, { status: 502 })];
    for (const page of pages) {
      fetched.mockResolvedValueOnce(page);
      await expect(call('GET', '/api/x')).rejects.toMatchObject({
        name: 'ApiError',
        status: 502,
        code: 'ERROR',
        message: 'the answer was 502',
        requestId: '',
      });
    }
  });

  it('says so when a good answer is not JSON', async () => {
    fetched.mockResolvedValueOnce(new Response('<html>'));
    await expect(call('GET', '/api/x')).rejects.toMatchObject({
      name: 'ApiError',
      status: 200,
      code: 'ANSWER_NOT_JSON',
    });
  });

  it('has status 0 when there is no answer', async () => {
    fetched.mockRejectedValueOnce(new TypeError('fetch failed'));
    await expect(call('GET', '/api/x')).rejects.toMatchObject({
      name: 'ApiError',
      status: 0,
      code: 'NO_ANSWER',
      message: 'Filltrail does not answer',
    });
  });

  it('has waited half a minute for an answer, and no longer', async () => {
    const patience = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
    fetched.mockImplementationOnce(
      (_path, options) =>
        new Promise((_resolve, reject) => {
          const fail = () => reject(new DOMException('timed out', 'TimeoutError'));
          options?.signal?.addEventListener('abort', fail);
        }),
    );
    const answer = call('POST', '/api/x');
    expect(timeout).toHaveBeenCalledExactlyOnceWith(30_000);
    patience.abort();
    await expect(answer).rejects.toMatchObject({ status: 0, code: 'NO_ANSWER' });
  });
});
