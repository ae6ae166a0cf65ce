import { describe, expect, it } from 'vitest';
import { describeFault } from '../../../src/domain/denial.js';
import { limitOf, readListFilter } from '../../../src/queries/filter.js';

describe('readListFilter', () => {
  it('reads query parameters, in any spelling of a market', () => {
    expect(readListFilter({ accountId: '1', symbol: 'btcusdt', limit: '50', before: '7' })).toEqual(
      { filter: { accountId: 1, symbol: ['BTC/USDT'], limit: 50, before: 7 } },
    );
  });

  it.each([
    ['BTC-KRW', ['BTC/KRW']],
    ['upbit:btckrw', ['BTC/KRW']],
    ['BTC', ['BTC/KRW']],
    ['BTCUSDT.P', ['BTC/USDT']],
    // BASE-QUOTE on one exchange, QUOTE-BASE on another: whichever it is, its rows are there.
    ['KRW-BTC', ['KRW/BTC', 'BTC/KRW']],
  ])('takes %s for what it may be on any exchange', (symbol, symbols) => {
    expect(readListFilter({ symbol })).toEqual({ filter: { symbol: symbols } });
  });

  it('needs nothing', () => {
    expect(readListFilter({})).toEqual({ filter: {} });
  });

  it.each([
    [{ limit: '0' }, 'must be a whole number from 1 to 500'],
    [{ limit: '501' }, 'must be a whole number from 1 to 500'],
    [{ limit: '1.5' }, 'must be a whole number from 1 to 500'],
    [{ accountId: '-1' }, 'must be an id: a whole number above zero'],
    [{ before: '9007199254740993' }, 'must be an id: a whole number above zero'],
    [{ symbol: '!!' }, 'must be a market such as BTC/USDT'],
    [{ symbol: 'NASDAQ:AAPL' }, 'must be a market such as BTC/USDT'],
  ])('refuses %j and says what it expected', (query, message) => {
    const [[field, received] = ['', '']] = Object.entries(query);
    const reading = readListFilter(query);
    const fault = 'fault' in reading ? reading.fault : { field: 'none', expected: 'nothing' };
    expect(describeFault({ ...fault, received })).toBe(`${field} ${message}, was ${received}`);
  });
});

describe('limitOf', () => {
  it('is a hundred when the reader does not say, and never more than a page may hold', () => {
    expect([limitOf({}), limitOf({ limit: 7 }), limitOf({ limit: 9999 })]).toEqual([100, 7, 500]);
  });
});
