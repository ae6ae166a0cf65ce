import { expect, it } from 'vitest';
import { conformanceTable } from '../../../kit/tables/conformance-table.js';
import { faultTable } from '../../../kit/tables/fault-table.js';

it('has a line for each fault that was tried, and counts them', () => {
  const row = { group: 'rest', fault: 'HTML', orders: 3, fills: 10, secondsUntilWhole: 1.23 };
  const text = faultTable([
    { meta: { fault: row }, state: 'passed' },
    { meta: { fault: { group: 'rest', fault: 'a long one' } }, state: 'failed' },
    { meta: { fault: row }, state: 'skipped' },
    { meta: {}, state: 'passed' },
  ]);
  expect(text?.split('\n')).toEqual([
    'group  fault       orders  fills  whole after  result',
    'rest   HTML             3     10        1.2 s  passed',
    'rest   a long one       -      -            -  failed',
    '',
    '1 passed, 1 failed',
  ]);
});

it('has a line for each case and a column for each market, in their order', () => {
  const cell = (number: number, name: string, market: 'spot' | 'upbit') => ({
    conformance: { number, name, market },
  });
  const text = conformanceTable([
    { meta: cell(2, 'fills', 'upbit'), state: 'failed' },
    { meta: cell(1, 'rests', 'upbit'), state: 'passed' },
    { meta: cell(1, 'rests', 'spot'), state: 'passed' },
  ]);
  expect(text?.split('\n')).toEqual([
    '          spot    upbit',
    ' 1 rests  passed  passed',
    ' 2 fills  -       failed',
    '',
    '2 passed, 1 failed',
  ]);
});

it('says where an exchange does not have what a case is about, and why', () => {
  const cell = { number: 1, name: 'amended', market: 'upbit', notThere: 'No call does.' } as const;
  const shown = (state: 'passed' | 'failed') =>
    conformanceTable([{ meta: { conformance: cell }, state }])?.split('\n');
  expect(shown('passed')).toEqual([
    '            upbit',
    ' 1 amended  not there',
    '',
    '1 upbit: not there. No call does.',
    '',
    '1 passed, 0 failed',
  ]);
  expect(shown('failed')).toContain(' 1 amended  failed');
});

it('has nothing of a run without measurements', () => {
  expect(faultTable([{ meta: {}, state: 'passed' }])).toBeUndefined();
  expect(conformanceTable([])).toBeUndefined();
});
