import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/observability/secret.js';

describe('Secret', () => {
  const secret = new Secret('hunter2');

  it('prints [redacted] in every way of printing', () => {
    const ways = [
      String(secret),
      ['it is ', secret].join(''),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
      format('%s %o %j', secret, secret, secret),
      JSON.stringify(Object.entries(secret)),
    ];
    for (const text of ways) expect(text).not.toContain('hunter2');
    expect(ways[0]).toBe('[redacted]');
    expect(ways[2]).toBe('{"secret":"[redacted]"}');
  });

  it('gives its value to who asks for it', () => {
    expect(secret.reveal()).toBe('hunter2');
  });
});
