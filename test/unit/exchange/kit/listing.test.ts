import { describe, expect, it } from 'vitest';
import { listingOf, row } from './listing-rows.js';

const dated = row('BTCUSDT_261225', { base: 'BTC', isTrading: false, isMarket: false });

describe('a listing', () => {
  it.each([
    ['first', [dated, row('BTCUSDT')]],
    ['last', [row('BTCUSDT'), dated]],
  ])('never takes another contract for the market, whether that comes %s', (_, rows) => {
    const listing = listingOf(rows);
    expect(listing.idsBySymbol.get('BTC/USDT')).toBe('BTCUSDT');
    expect(listing.rules.get('BTC/USDT')).toMatchObject({ isTrading: true });
    expect(listing.symbolsById.has('BTCUSDT_261225')).toBe(false);
    expect(listing.otherIds.has('BTCUSDT_261225')).toBe(true);
    expect(listing.problems).toEqual([]);
  });

  const halted = row('BTCUSDT', { isTrading: false });
  const second = row('BTC2USDT', { base: 'BTC' });
  const third = row('BTC3USDT', { base: 'BTC', isTrading: false });
  it.each([
    ['the one with the usual id, even while it is halted', [second, halted, third], 'BTCUSDT'],
    ['otherwise the one that trades', [third, second], 'BTC2USDT'],
    ['otherwise always the same one', [third, { ...second, isTrading: false }], 'BTC2USDT'],
  ])('of several rows with one name takes %s', (_, rows, id) => {
    for (const order of [rows, [...rows].reverse()]) {
      const listing = listingOf(order);
      expect(listing.idsBySymbol.get('BTC/USDT')).toBe(id);
      expect([...listing.symbolsById.keys()]).toEqual([id]);
      expect(listing.otherIds.size).toBe(rows.length - 1);
      expect(listing.problems).toHaveLength(rows.length - 1);
      expect(listing.problems[0]).toContain(`BTC/USDT is taken for ${id}`);
    }
  });

  it('leaves out a row without a readable name, and says which', () => {
    const { symbolsById, problems } = listingOf([null, 5, { ...row('XUSDT'), id: 7 }, row('Y')]);
    expect([...symbolsById]).toEqual([['Y', 'Y/USDT']]);
    expect(problems).toHaveLength(3);
    expect(problems[2]).toMatch(/^somewhere GET markets: a row is left out: id: .*, was {"id":7/);
  });

  it('knows a market by its name when its rules are not readable', () => {
    const listing = listingOf([row('ABCUSDT', { tick: undefined }), row('BTCUSDT')]);
    expect(listing.symbolsById.get('ABCUSDT')).toBe('ABC/USDT');
    expect(listing.rules.has('ABC/USDT')).toBe(false);
    expect(listing.unreadable.get('ABC/USDT')).toContain('the rules of ABC/USDT');
    expect(listing.rules.has('BTC/USDT')).toBe(true);
  });

  it('says of a market without rules that does not trade only that it does not', () => {
    const listing = listingOf([row('ABCUSDT', { tick: undefined, isTrading: false })]);
    expect(listing.rules.get('ABC/USDT')).toMatchObject({ isTrading: false });
    expect(listing.unreadable.size).toBe(0);
    expect(listing.problems).toHaveLength(1);
  });
});
