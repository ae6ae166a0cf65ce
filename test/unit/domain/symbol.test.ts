import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseAsset, normaliseSymbol } from '../../../src/domain/symbol.js';

describe('normaliseSymbol', () => {
  it.each([
    ['BTC/USDT', 'BTC/USDT'],
    ['BTCUSDT', 'BTC/USDT'],
    ['btcusdt', 'BTC/USDT'],
    ['BTC-USDT', 'BTC/USDT'],
    ['BTC_USDT', 'BTC/USDT'],
    ['BTC/USDT:USDT', 'BTC/USDT'],
    ['BTCUSDT.P', 'BTC/USDT'],
    ['ETHBTC', 'ETH/BTC'],
    ['ETHFDUSD', 'ETH/FDUSD'],
    ['USDTTRY', 'USDT/TRY'],
    ['BTCUSD', 'BTC/USD'],
    ['1000PEPEUSDT', '1000PEPE/USDT'],
    ['BTC/KRW', 'BTC/KRW'],
  ])('reads %s as %s', (text, symbol) => {
    expect(normaliseSymbol(text)).toBe(symbol);
  });

  it.each([
    '',
    'USDT',
    'BTC',
    '/',
    'BTC/',
    '/USDT',
    'BTC/USDT/ETH',
    'BTC USDT',
    "BTC'; --",
    'ＢＴＣUSDT',
  ])('does not read %j as a market', (text) => {
    expect(normaliseSymbol(text)).toBeUndefined();
  });

  it('gives up on a text that is too long to be a market', () => {
    expect(normaliseSymbol(`${'A'.repeat(1_000_000)}USDT`)).toBeUndefined();
  });

  it('reads every spelling of a market as the same one', () => {
    const asset = fc.stringMatching(/^[A-Z0-9]{2,8}$/);
    fc.assert(
      fc.property(asset, fc.constantFrom('USDT', 'USDC', 'KRW', 'BTC'), (base, quote) => {
        const symbol = `${base}/${quote}`;
        const spellings = [symbol, `${base}-${quote}`, `${base}_${quote}`, `${symbol}:${quote}`];
        for (const text of spellings) {
          expect(normaliseSymbol(text)).toBe(symbol);
          expect(normaliseSymbol(text.toLowerCase())).toBe(symbol);
        }
      }),
    );
  });

  it('never throws and only ever answers with BASE/QUOTE', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normaliseSymbol(text) ?? 'A/B').toMatch(/^[A-Z0-9]+\/[A-Z0-9]+$/);
      }),
    );
  });
});

describe('baseAsset', () => {
  it('is what stands before the slash', () => {
    expect(baseAsset('BTC/USDT')).toBe('BTC');
  });
});
