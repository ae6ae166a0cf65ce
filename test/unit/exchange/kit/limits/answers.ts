import { ExchangeFailure } from '../../../../../src/exchange/failure.js';
import type { AnsweredCall } from '../../../../../src/exchange/kit/ccxt-client.js';

/** A minute of the clock begins. */
export const NOON = Date.parse('2026-01-02T12:00:00Z');

/** An answer with headers. */
export const answered = (headers: Record<string, string>, path = '/'): AnsweredCall => ({
  status: 200,
  headers,
  path,
});

/** An answer that turns a call away. */
export const failed = (httpStatus: number, code?: string, retryAfterMs?: number): ExchangeFailure =>
  new ExchangeFailure('no', 'answer', {
    httpStatus,
    ...(code === undefined ? {} : { code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
