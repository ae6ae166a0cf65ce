import { describe, expect, it } from 'vitest';
import { formatTable } from '../../src/text-table.js';

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
