import { describe, expect, it } from 'vitest';
import { formatFacts, formatTime, printResult } from '../../../src/cli/output.js';

describe('formatFacts', () => {
  it('aligns values and leaves out what is not known', () => {
    expect(formatFacts({ order: 'ft-1', reason: null, status: 'NEW' })).toBe(
      'order   ft-1\nstatus  NEW',
    );
  });
});

describe('formatTime', () => {
  it('is UTC to the second', () => {
    expect(formatTime('2026-01-02T03:04:05.678Z')).toBe('2026-01-02 03:04:05');
  });
});

describe('printResult', () => {
  const print = (options: { json?: boolean }): string => {
    let printed = '';
    const context = {
      env: {},
      ask: () => Promise.resolve(undefined),
      askHidden: () => Promise.resolve(undefined),
      write: (text: string) => {
        printed += text;
      },
    };
    printResult(context, options, { id: 1 }, () => 'added');
    return printed;
  };

  it('prints exactly one JSON document when asked for it', () => {
    expect(JSON.parse(print({ json: true }))).toEqual({ id: 1 });
  });

  it('prints words otherwise', () => {
    expect(print({})).toBe('added\n');
  });
});
