import { describe, expect, it } from 'vitest';
import {
  FLAT,
  foldPosition,
  type Position,
  type PositionExecution,
  type PositionMarket,
} from '../../../src/domain/position.js';
import { futures, instantAt, makeExecution, spot } from './support.js';

/** Executions in the order given, each a millisecond after the one before. */
function inOrder(...executions: Partial<PositionExecution>[]): PositionExecution[] {
  return executions.map((execution, index) =>
    makeExecution({ exchangeTradeId: String(index), executedAt: instantAt(index), ...execution }),
  );
}

function fold(market: PositionMarket, ...executions: Partial<PositionExecution>[]): Position {
  return foldPosition(market, inOrder(...executions));
}

describe('foldPosition', () => {
  it('is flat without executions', () => {
    expect(foldPosition(spot, [])).toEqual(FLAT);
  });

  it('averages the entry price over increases', () => {
    const position = fold(
      spot,
      { quantity: '0.3', price: '100' },
      { quantity: '0.7', price: '110' },
    );
    expect(position).toMatchObject({
      quantity: '1',
      entryPrice: '107',
      realizedPnl: '0',
      fees: {},
    });
  });

  it('realises the gain of a reduction and keeps the entry price', () => {
    const position = fold(
      spot,
      { quantity: '2', price: '100' },
      { side: 'SELL', quantity: '0.5', price: '120' },
    );
    expect(position).toMatchObject({ quantity: '1.5', entryPrice: '100', realizedPnl: '10' });
  });

  it('has no entry price once everything is sold', () => {
    const position = fold(
      spot,
      { quantity: '2', price: '100' },
      { side: 'SELL', quantity: '2', price: '90' },
    );
    expect(position).toMatchObject({ quantity: '0', entryPrice: null, realizedPnl: '-20' });
  });

  it('closes a flip first and opens the rest at its price', () => {
    const position = fold(
      futures,
      { quantity: '1', price: '100' },
      { side: 'SELL', quantity: '3', price: '110' },
    );
    expect(position).toMatchObject({ quantity: '-2', entryPrice: '110', realizedPnl: '10' });
  });

  it('gains on a short when the price falls', () => {
    const position = fold(
      futures,
      { side: 'SELL', quantity: '2', price: '100' },
      { side: 'SELL', quantity: '2', price: '120' },
      { side: 'BUY', quantity: '1', price: '90' },
    );
    expect(position).toMatchObject({ quantity: '-3', entryPrice: '110', realizedPnl: '20' });
  });

  it('takes a base asset fee off a spot holding and remembers it', () => {
    const position = fold(spot, { quantity: '1', price: '100', fee: '0.001', feeAsset: 'BTC' });
    expect(position).toMatchObject({
      quantity: '0.999',
      entryPrice: '100',
      realizedPnl: '0',
      fees: { BTC: '0.001' },
    });
  });

  it('leaves the quantity alone when the fee is in the quote or a third asset', () => {
    const position = fold(
      spot,
      { quantity: '1', fee: '0.1', feeAsset: 'USDT' },
      { quantity: '1', fee: '0.002', feeAsset: 'BNB' },
    );
    expect(position).toMatchObject({ quantity: '2', fees: { USDT: '0.1', BNB: '0.002' } });
  });

  it('leaves a futures quantity alone even when the fee is in the base asset', () => {
    const position = fold(futures, { quantity: '1', fee: '0.001', feeAsset: 'BTC' });
    expect(position).toMatchObject({ quantity: '1', fees: { BTC: '0.001' } });
  });

  it('is flat when a base asset fee takes the whole holding', () => {
    const position = fold(spot, { quantity: '0.001', fee: '0.001', feeAsset: 'BTC' });
    expect(position).toMatchObject({ quantity: '0', entryPrice: null });
  });

  it('gives the same position when both sides of a self-trade arrive in either order', () => {
    const held = makeExecution({ price: '90', executedAt: instantAt(0) });
    const trade = { exchangeTradeId: '7', price: '100', executedAt: instantAt(1) };
    const bought = makeExecution({ ...trade, side: 'BUY' });
    const sold = makeExecution({ ...trade, side: 'SELL' });
    expect(foldPosition(spot, [held, bought, sold])).toEqual(
      foldPosition(spot, [held, sold, bought]),
    );
  });
});
