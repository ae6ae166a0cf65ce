import { describe, expect, it } from 'vitest';
import { cutSecrets, registerSecrets } from '../../../src/observability/known-secrets.js';
import {
  createLogger,
  excerptOf,
  redactError,
  redactText,
} from '../../../src/observability/log.js';

const KEY = 'KEYofTheAccount01';
const SECRET = 'sec/ret"of+the=account';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJhY2Nlc3Nfa2V5IjoieCJ9.c2lnbmF0dXJl-_x';
registerSecrets(KEY, SECRET, 'short');

describe('a credential that this process knows', () => {
  it.each([
    ['in the midst of other letters', `error sign! origin_string[1795${KEY}5000{}]`, KEY],
    ['in a page of HTML', `<html><p>${KEY} is barred</p></html>`, KEY],
    ['with letters that mean something to a search', `was ${SECRET}!`, SECRET],
    ['in JSON', JSON.stringify({ word: SECRET }), JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON with escaped slashes', 'x sec\\/ret\\"of+the=account', 'of+the=account'],
    ['in a URL', `?q=${encodeURIComponent(SECRET)}`, encodeURIComponent(SECRET)],
  ])('is cut %s', (_, text, secret) => {
    expect(text).toContain(secret);
    expect(redactText(text)).not.toContain(secret);
    expect(redactText(text)).toContain('[redacted]');
  });

  it('is cut as a whole where another is its beginning', () => {
    registerSecrets('abcdef', 'abcdefghi');
    expect(cutSecrets('<abcdefghi> <abcdef>')).toBe('<[redacted]> <[redacted]>');
  });

  it('is left alone when it is too short to be told apart from other words', () => {
    expect(redactText('a short word')).toBe('a short word');
  });

  it('is cut before a text is cut short', () => {
    expect(excerptOf(`${'x'.repeat(70)}${KEY}`, 80)).toBe(`${'x'.repeat(70)}[redacted]`);
  });
});

describe('a token', () => {
  it.each([
    ['whole', `no such token "${TOKEN}"`, 'no such token "[redacted]"'],
    ['behind a time', `1795${TOKEN}`, '1795[redacted]'],
    ['its payload alone', 'bad eyJhY2Nlc3Nfa2V5IjoieCJ9 here', 'bad [redacted] here'],
    ['after Bearer', `bad Bearer ${TOKEN}`, 'bad Bearer [redacted]'],
  ])('is cut: %s', (_, text, left) => {
    expect(redactText(text)).toBe(left);
  });

  it('is not seen in other words', () => {
    expect(redactText('at monkeyJuggler.run')).toBe('at monkeyJuggler.run');
  });
});

describe('an error', () => {
  it('is copied without credentials in its message, stack and causes', () => {
    const inner = new TypeError(`POST https://host/${KEY}?x=1 {"body":"${TOKEN}"}`);
    const error = Object.assign(new Error(`outer ${KEY}`, { cause: inner }), { http: KEY });
    const copy = redactError(error);
    const cause = copy?.cause as Error;
    expect(cause.name).toBe('TypeError');
    for (const text of [copy?.message, copy?.stack, cause.message, cause.stack]) {
      expect(text).toContain('[redacted]');
      expect(text).not.toMatch(/KEYof|eyJ/);
    }
    expect(copy).not.toHaveProperty('http');
  });

  it('may be its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(redactError(error)?.message).toBe('round');
  });
});

describe('the logger', () => {
  const lines: string[] = [];
  const log = createLogger('worker', 'info', { write: (line) => void lines.push(line) });

  it('writes no credential, whichever field or error holds it', () => {
    const error = new Error(`a ${KEY}\n<html>${TOKEN}`, { cause: new Error(`b ${SECRET}`) });
    log.warn({ err: error, problem: KEY, deep: { list: [SECRET, TOKEN] } }, `said ${KEY}`);
    const line = lines.at(-1) ?? '';
    expect(line).not.toMatch(/KEYof|eyJ|of\+the/);
    expect(JSON.parse(line)).toMatchObject({
      problem: '[redacted]',
      deep: { list: ['[redacted]', '[redacted]'] },
      msg: 'said [redacted]',
      err: { message: 'a [redacted]\n<html>[redacted]', cause: { message: 'b [redacted]' } },
    });
  });

  it('writes an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    log.error({ err: error }, 'failed');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ err: { message: 'round' } });
  });
});
