import type { AccountRecords } from '../../../src/demo/database-side.js';
import type { VenueFill, VenueLedger, VenueOrder } from '../../../src/demo/venue-control.js';

type Row<List extends keyof AccountRecords> = AccountRecords[List] extends readonly (infer Each)[]
  ? Each
  : never;

const order = (changes: Partial<VenueOrder>): VenueOrder => ({
  orderId: Number(changes.exchangeOrderId),
  exchangeOrderId: '0',
  clientOrderId: '',
  symbol: 'ETHUSDT',
  side: 'BUY',
  type: 'LIMIT',
  status: 'FILLED',
  price: '2400',
  quantity: '1',
  filledQuantity: '1',
  cumulativeQuote: '2400.6',
  createdAt: 1_000,
  updatedAt: 2_000,
  ...changes,
});
const fill = (changes: Partial<VenueFill>): VenueFill => ({
  exchangeTradeId: '1',
  exchangeOrderId: '11',
  clientOrderId: 'ft-filled',
  symbol: 'ETHUSDT',
  side: 'BUY',
  price: '2400',
  quantity: '0.4',
  commission: '0.1',
  commissionAsset: 'USDT',
  isMaker: true,
  realizedPnl: '0',
  at: 1_000,
  ...changes,
});

/**
 * What a futures account did: one order filled, one half open, one failed, one of another program.
 */
export const LEDGER: VenueLedger = {
  orders: [
    order({ exchangeOrderId: '11', clientOrderId: 'ft-filled' }),
    order({
      exchangeOrderId: '12',
      clientOrderId: 'ft-open',
      side: 'SELL',
      status: 'PARTIALLY_FILLED',
      filledQuantity: '0.25',
      cumulativeQuote: '625',
    }),
    order({
      exchangeOrderId: '13',
      clientOrderId: 'ft-failed',
      status: 'CANCELLED',
      filledQuantity: '0',
      cumulativeQuote: '0',
    }),
    order({
      exchangeOrderId: '14',
      clientOrderId: 'byhand',
      symbol: 'BTCUSDT',
      type: 'MARKET',
      quantity: '0.1',
      filledQuantity: '0.1',
      cumulativeQuote: '5000',
    }),
  ],
  fills: [
    fill({}),
    fill({ exchangeTradeId: '2', price: '2401', quantity: '0.6', commission: '0.15', at: 1_001 }),
    fill({
      exchangeTradeId: '3',
      exchangeOrderId: '12',
      clientOrderId: 'ft-open',
      side: 'SELL',
      price: '2500',
      quantity: '0.25',
      commission: '0.25',
      realizedPnl: '24.85',
      at: 1_002,
    }),
    // Another market has numbers of its own.
    fill({
      exchangeOrderId: '14',
      clientOrderId: 'byhand',
      symbol: 'BTCUSDT',
      price: '50000',
      quantity: '0.1',
      commission: '2.5',
      isMaker: false,
      at: 1_003,
    }),
  ],
  requests: {},
};

const execution = (changes: Partial<Row<'executions'>>): Row<'executions'> =>
  ({
    strategyId: 1,
    clientOrderId: 'ft-filled',
    exchangeOrderId: '11',
    exchangeTradeId: '1',
    symbol: 'ETH/USDT',
    side: 'BUY',
    executionPrice: '2400',
    executionQuantity: '0.4',
    fee: '0.1',
    feeAsset: 'USDT',
    isMaker: true,
    realizedPnl: '0',
    executedAt: '1970-01-01T00:00:01.000Z',
    ...changes,
  }) as Row<'executions'>;
const trade = (changes: Partial<Row<'trades'>>): Row<'trades'> =>
  ({
    strategyId: 1,
    clientOrderId: 'ft-filled',
    exchangeOrderId: '11',
    symbol: 'ETH/USDT',
    side: 'BUY',
    orderType: 'LIMIT',
    price: '2400',
    orderQuantity: '1',
    quantity: '1',
    averagePrice: '2400.6',
    fee: '0.25',
    feeAsset: 'USDT',
    fees: { USDT: '0.25' },
    realizedPnl: '0',
    status: 'FILLED',
    ...changes,
  }) as Row<'trades'>;

/** The same in the tables. */
export const RECORDS: AccountRecords = {
  account: {
    name: 'desk',
    exchange: 'binance',
    marketType: 'FUTURES',
  } as AccountRecords['account'],
  executions: [
    execution({}),
    execution({
      exchangeTradeId: '2',
      executionPrice: '2401',
      executionQuantity: '0.6',
      fee: '0.15',
      executedAt: '1970-01-01T00:00:01.001Z',
    }),
    execution({
      clientOrderId: 'ft-open',
      exchangeOrderId: '12',
      exchangeTradeId: '3',
      side: 'SELL',
      executionPrice: '2500',
      executionQuantity: '0.25',
      fee: '0.25',
      realizedPnl: '24.85',
      executedAt: '1970-01-01T00:00:01.002Z',
    }),
    execution({
      strategyId: null,
      clientOrderId: 'byhand',
      exchangeOrderId: '14',
      symbol: 'BTC/USDT',
      executionPrice: '50000',
      executionQuantity: '0.1',
      fee: '2.5',
      isMaker: false,
      executedAt: '1970-01-01T00:00:01.003Z',
    }),
  ],
  trades: [
    trade({}),
    trade({
      strategyId: null,
      clientOrderId: 'byhand',
      exchangeOrderId: '14',
      symbol: 'BTC/USDT',
      orderType: 'MARKET',
      orderQuantity: '0.1',
      quantity: '0.1',
      averagePrice: '50000',
      fee: '2.5',
      fees: { USDT: '2.5' },
    }),
  ],
  openOrders: [
    {
      strategyId: 1,
      clientOrderId: 'ft-open',
      exchangeOrderId: '12',
      symbol: 'ETH/USDT',
      side: 'SELL',
      orderType: 'LIMIT',
      price: '2400',
      quantity: '1',
      filledQuantity: '0.25',
      status: 'PARTIALLY_FILLED',
    } as Row<'openOrders'>,
  ],
  failedOrders: [
    {
      strategyId: 1,
      clientOrderId: 'ft-failed',
      exchangeOrderId: '13',
      symbol: 'ETH/USDT',
      side: 'BUY',
      orderType: 'LIMIT',
      price: '2400',
      quantity: '1',
      status: 'cancelled',
    } as Row<'failedOrders'>,
  ],
  positions: [
    {
      strategyId: 1,
      symbol: 'ETH/USDT',
      quantity: '0.75',
      entryPrice: '2400.6',
      realizedPnl: '24.85',
      exchangeRealizedPnl: '24.85',
      fees: { USDT: '0.5' },
    } as Partial<Row<'positions'>> as Row<'positions'>,
  ],
  strategies: new Map([[1, 'breakout']]),
  strategyOf: new Map(['ft-filled', 'ft-open', 'ft-failed'].map((id) => [id, 'breakout'])),
};
