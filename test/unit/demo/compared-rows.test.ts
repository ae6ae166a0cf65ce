import { describe, expect, it } from 'vitest';
import { compareFacts, type Facts } from '../../../src/demo/compared-rows.js';
import { formatComparison, isMissed } from '../../../src/demo/report.js';

const compare = (exchange: Record<string, Facts>, database: Record<string, Facts>) =>
  compareFacts(
    'demo',
    'execution',
    new Map(Object.entries(exchange)),
    new Map(Object.entries(database)),
  );

describe('compareFacts', () => {
  it('takes decimals by value, not by notation', () => {
    const [row] = compare({ '1': { quantity: '0.30' } }, { '1': { quantity: '0.3' } });
    expect(row?.differing).toEqual([]);
  });

  it('sees a difference in the last decimal', () => {
    const [row] = compare(
      { '1': { quantity: '0.3', price: '100.00000000000000001' } },
      { '1': { quantity: '0.3', price: '100' } },
    );
    expect(row?.differing).toEqual(['price']);
  });

  it('does not take an absent value for zero', () => {
    const [row] = compare({ '1': { realizedPnl: '0' } }, { '1': { realizedPnl: null } });
    expect(row?.differing).toEqual(['realizedPnl']);
  });

  it('sees what only one side knows, on either side', () => {
    const rows = compare({ missing: { quantity: '1' } }, { extra: { quantity: '1' } });
    expect(rows.map(({ key, differing }) => [key, differing])).toEqual([
      ['missing', ['quantity']],
      ['extra', ['quantity']],
    ]);
  });
});

describe('formatComparison', () => {
  it('ends with how many things differ and names the fields', () => {
    const rows = compare(
      { '1': { quantity: '1' }, '2': { quantity: '2' } },
      { '1': { quantity: '1' }, '2': { quantity: '3' } },
    );
    const text = formatComparison({ rows, differences: 1 });
    expect(text).toMatch(/1\s+the same/);
    expect(text).toMatch(/2\s+2\s+3\s+quantity/);
    expect(text.split('\n').at(-1)).toBe('1 difference');
  });
});

describe('isMissed', () => {
  it('is so when a fill was told of late, or never', () => {
    expect(isMissed({ of: 'order_filled', ms: 1000, limitMs: 1000 })).toBe(false);
    expect(isMissed({ of: 'order_filled', ms: 1001, limitMs: 1000 })).toBe(true);
    expect(isMissed({ of: 'order_filled', ms: undefined, limitMs: 1000 })).toBe(true);
  });
});
