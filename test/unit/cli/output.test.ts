import { describe, expect, it } from 'vitest';
import { formatFacts, formatTable, formatTime, printResult } from '../../../src/cli/output.js';

interface Row {
  readonly name: string | null;
  readonly quantity: string;
}
const columns = [
  { title: 'NAME', value: (row: Row) => row.name },
  { title: 'QUANTITY', isNumber: true, value: (row: Row) => row.quantity },
];

describe('formatTable', () => {
  it('aligns words to the left and numbers to the right', () => {
    const rows = [
      { name: 'a', quantity: '0.5' },
      { name: 'a long one', quantity: '1000' },
    ];
    expect(formatTable(rows, columns, '').split('\n')).toEqual([
      'NAME        QUANTITY',
      'a                0.5',
      'a long one      1000',
    ]);
  });

  it('shows an absent value as a dash', () => {
    expect(formatTable([{ name: null, quantity: '1' }], columns, '')).toContain('-  ');
  });

  it('says so when there is nothing to show', () => {
    expect(formatTable([], columns, 'no orders')).toBe('no orders');
  });

  it('lets no control character through to the terminal', () => {
    const name = 'evil\u001b[31m\nname\r';
    const text = formatTable([{ name, quantity: '1' }], columns, '');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\r');
    expect(text.split('\n')).toHaveLength(2);
  });
});

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
