import { describe, expect, it } from 'vitest';
import { listedCodes } from '../../../../src/exchange/kit/listed-codes.js';

describe('a list of codes', () => {
  it('has single codes and ranges, which count away from zero', () => {
    expect(listedCodes('7001 10003..10005', '-1 -9..-11')).toEqual([
      ...['7001', '10003', '10004', '10005', '-1', '-9', '-10', '-11'],
    ]);
  });

  it.each(['', 'a', '5..4', '5..5', '-4..4', '1..', '1...3', '1..200000'])(
    'refuses %j, which is a slip',
    (text) => {
      expect(() => listedCodes(text)).toThrow(/^code must be /);
    },
  );
});
