import { describe, expect, it } from 'vitest';
import { compareFacts } from '../../../src/demo/compared-rows.js';
import { formatComparison, isMissed } from '../../../src/demo/report.js';

describe('formatComparison', () => {
  it('ends with how many things differ and names the fields', () => {
    const rows = compareFacts(
      'demo',
      'execution',
      Object.entries({ '1': { quantity: '1' }, '2': { quantity: '2' } }),
      Object.entries({ '1': { quantity: '1' }, '2': { quantity: '3' } }),
    );
    const text = formatComparison({ rows, differences: 1 });
    expect(text).toMatch(/1\s+the same/);
    expect(text).toMatch(/2\s+2\s+3\s+quantity/);
    expect(text.split('\n').at(-1)).toBe('1 difference');
  });
});

describe('isMissed', () => {
  it('is so when a fill was reported late, or never', () => {
    expect(isMissed({ of: 'order_filled', ms: 1000, limitMs: 1000 })).toBe(false);
    expect(isMissed({ of: 'order_filled', ms: 1001, limitMs: 1000 })).toBe(true);
    expect(isMissed({ of: 'order_filled', ms: undefined, limitMs: 1000 })).toBe(true);
  });
});
