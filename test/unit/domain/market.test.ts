import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFault } from '../../../src/domain/denial.js';
import { checkRules, type MarketRules } from '../../../src/domain/market.js';
import type { OrderRequest } from '../../../src/domain/order.js';
import { decimalUnits } from './support.js';

const rules: MarketRules = {
  symbol: 'BTC/USDT',
  isTrading: true,
  orderTypes: ['LIMIT', 'MARKET'],
  price: { step: '0.01', minimum: '0.01', maximum: '1000000' },
  quantity: { step: '0.00001', minimum: '0.00001', maximum: '9000' },
  marketQuantity: { step: '0.001', minimum: '0.001', maximum: '120' },
  minimumNotional: '5',
};

type Request = Pick<OrderRequest, 'orderType' | 'quantity' | 'price' | 'reduceOnly'>;
const limit = (quantity: string, price: string): Request => ({
  orderType: 'LIMIT',
  quantity,
  price,
  reduceOnly: false,
});
const market = (quantity: string): Request => ({
  orderType: 'MARKET',
  quantity,
  price: null,
  reduceOnly: false,
});

describe('checkRules', () => {
  it('lets an order pass that fits', () => {
    expect(checkRules(rules, limit('0.01', '50000.13'))).toBeNull();
    expect(checkRules(rules, market('0.5'))).toBeNull();
  });

  it.each<[string, MarketRules, Request, string]>([
    [
      'a market that is halted',
      { ...rules, isTrading: false },
      limit('1', '1'),
      'SYMBOL_NOT_TRADING',
    ],
    [
      'a type the market does not take',
      { ...rules, orderTypes: ['LIMIT'] },
      market('1'),
      'ORDER_TYPE_NOT_SUPPORTED',
    ],
    ['too small a quantity', rules, limit('0.000009', '50000'), 'QUANTITY_BELOW_MINIMUM'],
    ['too large a quantity', rules, limit('9000.00001', '50000'), 'QUANTITY_ABOVE_MAXIMUM'],
    ['a quantity between steps', rules, limit('0.000015', '1000000'), 'QUANTITY_OFF_STEP'],
    ['too low a price', rules, limit('1', '0.009'), 'PRICE_BELOW_MINIMUM'],
    ['too high a price', rules, limit('1', '1000000.01'), 'PRICE_ABOVE_MAXIMUM'],
    ['a price between ticks', rules, limit('1', '50000.125'), 'PRICE_OFF_STEP'],
    ['too small a notional', rules, limit('0.00001', '50000'), 'NOTIONAL_BELOW_MINIMUM'],
    ['a MARKET quantity below its own bound', rules, market('0.0001'), 'QUANTITY_BELOW_MINIMUM'],
    ['a MARKET quantity above its own bound', rules, market('121'), 'QUANTITY_ABOVE_MAXIMUM'],
    ['a MARKET quantity between its own steps', rules, market('0.0015'), 'QUANTITY_OFF_STEP'],
  ])('denies %s', (_, given, request, code) => {
    expect(checkRules(given, request)).toMatchObject({ code });
  });

  it('says what was expected and what came', () => {
    const sentence = (request: Request): string | null => {
      const denial = checkRules(rules, request);
      return denial && describeFault(denial);
    };
    expect(sentence(limit('0.000015', '50000'))).toBe(
      'quantity must be a multiple of 0.00001, was 0.000015',
    );
    expect(sentence(limit('0.0000', '50000'))).toBe(
      'quantity must be at least 0.00001, was 0.0000',
    );
  });

  it('lets a reduce-only order be smaller than the minimum notional', () => {
    expect(checkRules(rules, { ...limit('0.00001', '50000'), reduceOnly: true })).toBeNull();
  });

  it('reads a maximum of zero and an absent bound as no bound', () => {
    const unbounded = { step: '0', minimum: null, maximum: '0' };
    const open = { ...rules, price: unbounded, quantity: unbounded, minimumNotional: null };
    expect(checkRules(open, limit('123456.789', '0.000000001'))).toBeNull();
  });

  it('never denies a quantity and price on the grid within the bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90_000 }),
        fc.integer({ min: 50_000_000, max: 100_000_000 }),
        (steps, ticks) => {
          // Steps of 0.00001 are 1000 hundred-millionths; ticks of 0.01 a million of them.
          const quantity = decimalUnits(steps * 1000);
          const price = decimalUnits(ticks * 1_000_000);
          expect(checkRules(rules, limit(quantity, price))).toBeNull();
        },
      ),
      { numRuns: 200 },
    );
  });
});
