import { expect, it } from 'vitest';
import { exchangePnl, tradeFigures } from '../../../src/domain/trade.js';

const execution = { price: '100', quantity: '1', fee: '0', feeAsset: null, realizedPnl: null };

it('adds executions up, with the quantity-weighted price', () => {
  expect(
    tradeFigures([
      { price: '100', quantity: '1', fee: '0.1', feeAsset: 'USDT', realizedPnl: '-2' },
      { price: '130', quantity: '2', fee: '0.2', feeAsset: 'USDT', realizedPnl: '5.5' },
    ]),
  ).toEqual({
    quantity: '3',
    averagePrice: '120',
    fee: '0.3',
    feeAsset: 'USDT',
    fees: { USDT: '0.3' },
    realizedPnl: '3.5',
  });
});

it('names no single fee when fees were paid in two assets, and keeps both', () => {
  const figures = tradeFigures([
    { ...execution, fee: '0.1', feeAsset: 'USDT' },
    { ...execution, fee: '0.001', feeAsset: 'BNB' },
  ]);
  expect(figures).toMatchObject({
    fee: null,
    feeAsset: null,
    fees: { USDT: '0.1', BNB: '0.001' },
  });
});

it('has a fee of zero in no asset where nothing was charged', () => {
  expect(tradeFigures([execution])).toMatchObject({ fee: '0', feeAsset: null, fees: {} });
});

it('keeps an unreported PnL apart from one of zero', () => {
  expect(exchangePnl([{ realizedPnl: null }, { realizedPnl: null }])).toBeNull();
  expect(exchangePnl([{ realizedPnl: null }, { realizedPnl: '0' }])).toBe('0');
});
