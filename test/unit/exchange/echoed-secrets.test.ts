import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { errorSource } from '../../../src/exchange/bybit/codes.js';
import { callExchange } from '../../../src/exchange/kit/ccxt-call.js';
import { ExchangeFailure } from '../../../src/exchange/failure.js';
import { parseFrame, readFields } from '../../../src/exchange/kit/frames.js';
import { readError } from '../../../src/exchange/kit/korean/errors.js';
import { LiveSocket } from '../../../src/exchange/kit/live-socket.js';
import { registerSecrets } from '../../../src/observability/known-secrets.js';

const KEY = 'KEYthatIsEchoed77';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJhY2Nlc3Nfa2V5IjoieCJ9.c2ln';
registerSecrets(KEY);

/** All that anybody could print, store or send of an error. */
function everythingOf(error: unknown): string {
  return inspect(error, { depth: 10, showHidden: true, maxStringLength: null });
}

/** What becomes of an error answer. */
async function failureOn(
  source: Pick<Parameters<typeof callExchange>[0], 'exchange' | 'readError'>,
  status: number,
  body: string,
): Promise<unknown> {
  const error = Object.assign(new Error(`${source.exchange} POST https://host/x ${body}`), {
    http: { status, body, headers: { 'x-echo': KEY } },
  });
  return callExchange({ ...source, call: 'POST order' }, 5_000, () => Promise.reject(error)).catch(
    (failure: unknown) => failure,
  );
}

const upbit = { exchange: 'upbit', readError };

describe('a credential that an exchange echoes', () => {
  it.each([
    [
      'the origin string of Bybit',
      errorSource,
      200,
      `{"retCode":10004,"retMsg":"error sign! origin_string[1795${KEY}5000{}]"}`,
    ],
    [
      'a validation error of Upbit',
      upbit,
      400,
      `{"error":{"name":"validation_error","message":"access_key ${KEY} is no UUID"}}`,
    ],
    ['the name of an error', upbit, 401, `{"error":{"name":"no ${KEY}","message":"${TOKEN}"}}`],
    ['a page that is cut short', upbit, 502, `${'<'.repeat(190)}${KEY}`],
    ['a page in place of an answer', errorSource, 200, `${'<'.repeat(190)}${KEY}`],
  ])('is nowhere in the failure: %s', async (_, source, status, body) => {
    const failure = await failureOn(source, status, body);
    expect(failure).toBeInstanceOf(ExchangeFailure);
    expect((failure as ExchangeFailure).message).toContain('[redact');
    expect(everythingOf(failure)).not.toMatch(/KEY|eyJ/);
  });

  it('is nowhere in a failure that anybody makes', () => {
    const details = { code: `c ${KEY}`, words: `w ${KEY}`, httpStatus: 400 };
    const cause = new Error(`deep ${KEY}`, { cause: new Error(TOKEN) });
    const failure = new ExchangeFailure(`m ${KEY}`, 'answer', details, { cause });
    expect(failure.message).toBe('m [redacted]');
    expect(failure.details).toEqual({
      code: 'c [redacted]',
      words: 'w [redacted]',
      httpStatus: 400,
    });
    expect(everythingOf(failure)).not.toMatch(/KEY|eyJ/);
  });

  it('is nowhere in the report of a frame that cannot be read', () => {
    const problems: string[] = [];
    const handlers = {
      onUpdates: () => undefined,
      onUnreadable: (problem: string) => void problems.push(problem),
    };
    parseFrame('upbit', `${'x'.repeat(70)} ${KEY} bad Bearer ${TOKEN}`, handlers);
    expect(problems).toEqual([expect.stringContaining('[redact')]);
    expect(problems.join()).not.toMatch(/KEY|eyJ/);

    const schema = z.string().refine(() => false, { error: ({ input }) => `was ${String(input)}` });
    expect(() => readFields('upbit myOrder', schema, KEY)).toThrow('was [redacted]');
  });

  it('is nowhere in the reason of a close', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (socket) => socket.close(4001, `no ${KEY}`));
    const options = {
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      pingIntervalMs: 5_000,
      silenceLimitMs: 10_000,
      connectTimeoutMs: 5_000,
      onText: () => undefined,
    };
    const reason = await LiveSocket.open(options, new AbortController().signal).then(
      (socket) => socket.closed,
      (error: unknown) => String(error),
    );
    server.close();
    expect(reason).toContain('closed by the exchange (4001 no [redacted])');
  });
});
