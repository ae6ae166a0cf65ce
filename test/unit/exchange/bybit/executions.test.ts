import { describe, expect, it } from 'vitest';
import { linearExecution, spotExecution } from './fixtures.js';
import { partlyFilled, read, updateOf } from './read-rows.js';

describe('a tax beside the fee of an execution', () => {
  const tax = { feeCoin: 'USDT', feeType: 'GST', subFeeType: 'IND_GST', feeRate: '0.0001' };
  const taxed = (extraFees: unknown) =>
    updateOf('execution', { ...linearExecution, execFee: '0.275', extraFees }, 'linear').fill;

  it('is added to it', () => {
    expect(taxed([{ ...tax, fee: '0.0495' }])).toMatchObject({ fee: '0.3245', feeAsset: 'USDT' });
  });

  it('leaves the fill to a read where it cannot be read', () => {
    expect(taxed('free')).toBeNull();
    expect(taxed([{ feeCoin: 'USDT' }])).toBeNull();
  });
});

describe('a row of the topic execution', () => {
  it('reports one fill with its fee, its maker flag and the time of the trade', () => {
    expect(updateOf('execution', spotExecution)).toEqual({
      ...partlyFilled,
      fill: {
        exchangeTradeId: 'e-1',
        price: '50000',
        quantity: '0.004',
        isMaker: true,
        fee: '0.000004',
        feeAsset: 'BTC',
        realizedPnl: null,
        executedAt: '2023-11-14T22:13:20.001Z',
      },
    });
  });

  it.each([
    ['it is the whole of what was ordered before an amendment', { orderQty: '0.004' }],
    ['nothing remains, as of a cancelled order', { leavesQty: '0' }],
    ['less remains of an amended order than that implies', { orderQty: '1', leavesQty: '0.1' }],
    ['what remains is not named', { leavesQty: '' }],
    ['what was ordered is not named', { orderQty: undefined }],
    ['less is said to be filled than this', { leavesQty: '0.009' }],
  ])('claims no more than itself when %s', (_, fields) => {
    const update = updateOf('execution', { ...spotExecution, ...fields });
    expect(update).toMatchObject({ status: 'PARTIALLY_FILLED', filledQuantity: '0.004' });
  });

  it('carries the realised PnL of a contract', () => {
    const { fill } = updateOf('execution', linearExecution, 'linear');
    expect(fill).toMatchObject({ realizedPnl: '1.5', fee: '0.08', feeAsset: 'USDT' });
  });

  it.each([
    ['spot', 'Buy', 'BTC'],
    ['spot', 'Sell', 'USDT'],
    ['linear', 'Buy', 'USDT'],
    ['linear', 'Sell', 'USDT'],
  ] as const)('knows what is charged where it is not named: %s %s', (category, side, asset) => {
    const row = { ...linearExecution, side, feeCurrency: '' };
    expect(updateOf('execution', row, category).fill?.feeAsset).toBe(asset);
  });

  it('keeps a rebate and the last digit of every figure', () => {
    const row = {
      ...linearExecution,
      execFee: '-0.0000000123',
      execPrice: '12345678901234567.123',
      execQty: '0.00000001',
    };
    expect(updateOf('execution', row, 'linear').fill).toMatchObject({
      fee: '-0.0000000123',
      price: '12345678901234567.123',
      quantity: '0.00000001',
    });
  });

  it.each(['Funding', 'AdlTrade', 'BustTrade', 'Settle', 'Delivery', 'BlockTrade', 'MovePosition'])(
    'is no fill of an order when it is %s, whatever fields it has',
    (execType) => {
      const rows = [
        { ...linearExecution, execType },
        { symbol: 'BTCUSDT', execType },
      ];
      expect(read('execution', rows, 'linear')).toMatchObject({ updates: [], problems: [] });
    },
  );

  it.each([undefined, '', null])(
    'is no fill while its fee is %j, but what is filled counts',
    (fee) => {
      expect(updateOf('execution', { ...spotExecution, execFee: fee })).toMatchObject({
        status: 'PARTIALLY_FILLED',
        filledQuantity: '0.004',
        fill: null,
      });
    },
  );

  it('names the fields that a trade lacks', () => {
    const row = { ...spotExecution, execId: undefined };
    expect(read('execution', [row], 'spot').problems[0]).toMatch(/^bybit execution: execId: /);
  });
});
