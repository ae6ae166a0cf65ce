import { describe, expect, it } from 'vitest';
import { readRestUrl, readStreamUrl } from '../../../src/cli/urls.js';

describe('readRestUrl', () => {
  it.each([
    ['http://127.0.0.1:5002', 'http://127.0.0.1:5002'],
    ['https://exchange.example/', 'https://exchange.example'],
  ])('reads %s', (text, origin) => {
    expect(readRestUrl(text)).toBe(origin);
  });

  it.each(['', 'exchange.example', 'ws://h', 'http://h/api/v3', 'http://h?x=1', 'http://u:p@h'])(
    'refuses %j and says what it expected',
    (text) => {
      expect(() => readRestUrl(text)).toThrow(`must be an origin`);
    },
  );
});

describe('readStreamUrl', () => {
  it.each(['ws://127.0.0.1:5002/ws-api/v3', 'wss://stream.example/private/ws'])(
    'reads %s as it is',
    (text) => {
      expect(readStreamUrl(text)).toBe(text);
    },
  );

  it.each(['', '/ws', 'http://h/ws', 'wss://h/ws?listenKey=abc', 'wss://u:p@h/ws', 'wss://h/ws#a'])(
    'refuses %j and says what it expected',
    (text) => {
      expect(() => readStreamUrl(text)).toThrow('must be a ws:// or wss:// URL');
    },
  );
});
