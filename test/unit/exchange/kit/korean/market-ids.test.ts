import { describe, expect, it } from 'vitest';
import { idOfSymbol, symbolOfId } from '../../../../../src/exchange/kit/korean/market-ids.js';

describe('ids of markets', () => {
  it('have the quote first', () => {
    expect(idOfSymbol('BTC/KRW')).toBe('KRW-BTC');
    expect(symbolOfId('KRW-1INCH')).toBe('1INCH/KRW');
    expect(symbolOfId('BTCUSDT')).toBeUndefined();
  });
});
