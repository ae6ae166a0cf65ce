import { describe, expect, it } from 'vitest';
import { AccountBook } from '../../../../../simulator/market/accounts.js';
import { authenticate } from '../../../../../simulator/exchanges/binance/authentication.js';
import { sign } from '../../../../../simulator/exchanges/kit/signatures.js';

const NOW = 1_700_000_000_000;
const OLD = 'Timestamp for this request is outside of the recvWindow.';
const AHEAD = "Timestamp for this request was 1000ms ahead of the server's time.";

describe('the timestamp of a signed request', () => {
  const accounts = new AccountBook();
  accounts.register('key', 'secret');
  const attempt = (timestamp: number, recvWindow?: number): unknown => {
    const payload = `timestamp=${timestamp}`;
    const signature = sign('secret', payload);
    const request = { apiKey: 'key', timestamp, recvWindow, signature, payload };
    return authenticate(accounts, 'spot', request, NOW).apiKey;
  };

  it.each([
    ['999 ms ahead', 999, undefined],
    ['as old as the usual window', -5000, undefined],
    ['as old as its own window', -10_000, 10_000],
    ['as old as the widest window', -60_000, 60_000],
  ])('is taken when it is %s', (_what, offset, recvWindow) => {
    expect(attempt(NOW + offset, recvWindow)).toBe('key');
  });

  it.each([
    ['1000 ms ahead', 1000, undefined, AHEAD],
    ['1000 ms ahead, however wide the window', 1000, 60_000, AHEAD],
    ['older than the usual window', -5001, undefined, OLD],
    ['older than its own window', -101, 100, OLD],
  ])('is refused with -1021 when it is %s', (_what, offset, recvWindow, message) => {
    expect(() => attempt(NOW + offset, recvWindow)).toThrow(
      expect.objectContaining({ code: -1021, status: 400, message }) as Error,
    );
  });
});
