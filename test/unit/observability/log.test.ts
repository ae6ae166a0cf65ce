import { describe, expect, it } from 'vitest';
import { redactText } from '../../../src/observability/log.js';

describe('redactText', () => {
  it.each([
    ['a signature in a URL', 'GET /order?symbol=BTCUSDT&signature=deadbeef01&x=1', 'deadbeef01'],
    ['a listen key in a URL', 'wss://host/private/ws?listenKey=pqia91ma19a5s61cv6', 'pqia91ma19'],
    ['an API key in JSON', '{"apiKey":"vmPUZE6mv9SD5","quantity":"1"}', 'vmPUZE6mv9SD5'],
    ['a secret in an object’s print', "{ secret: 'NhqPtmdSJYdKj' }", 'NhqPtmdSJYdKj'],
    ['a webhook token', 'token=ftw_abcDEF123', 'ftw_abcDEF123'],
    ['a password', 'password: hunter2', 'hunter2'],
    ['a name in other letters', 'SIGNATURE=deadbeef01', 'deadbeef01'],
  ])('cuts %s', (_, text, secret) => {
    expect(redactText(text)).not.toContain(secret);
    expect(redactText(text)).toContain('[redacted]');
  });

  it('cuts every occurrence and leaves the rest readable', () => {
    expect(redactText('a?signature=1&quantity=0.5&listenKey=2')).toBe(
      'a?signature=[redacted]&quantity=0.5&listenKey=[redacted]',
    );
  });

  it('leaves a text without secrets as it is', () => {
    const text = 'HTTP 400 -2013 Order does not exist.';
    expect(redactText(text)).toBe(text);
  });

  it.each([
    ['a bearer token', 'authorization: Bearer abc.def-123', 'abc.def-123'],
    ['the password of a database URL', 'connect postgres://me:hunter2@db:5432/x failed', 'hunter2'],
    ['the API key header', "'X-MBX-APIKEY': 'vmPUZE6mv9SD5'", 'vmPUZE6mv9SD5'],
  ])('cuts %s', (_, text, secret) => {
    expect(redactText(text)).not.toContain(secret);
  });
});
