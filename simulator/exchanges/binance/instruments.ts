import { usdtInstrument, type UsdtRow } from '../kit/usdt-instruments.js';

/** A row, and the minimum notional of an order. */
type Row = readonly [row: UsdtRow, minNotional: string];

const SPOT: readonly Row[] = [
  [['BTC', '0.01', '0.00001', '0.00001', '9000', '120', '50000'], '5'],
  [['ETH', '0.01', '0.0001', '0.0001', '9000', '2700', '2500'], '5'],
  [['SOL', '0.01', '0.001', '0.001', '90000', '16000', '150'], '5'],
  [['BNB', '0.01', '0.001', '0.001', '9000', '2200', '600'], '5'],
];

const FUTURES: readonly Row[] = [
  [['BTC', '0.1', '0.001', '0.001', '1000', '120', '50000'], '100'],
  [['ETH', '0.01', '0.001', '0.001', '10000', '2000', '2500'], '20'],
  [['SOL', '0.01', '0.01', '0.01', '1000000', '5000', '150'], '5'],
  [['BNB', '0.01', '0.01', '0.01', '100000', '2000', '600'], '5'],
];

const maxNotional = '9000000';
const SPOT_BOUNDS = { maxPrice: '1000000', maxNotional };
const FUTURES_BOUNDS = { maxPrice: '4529764', maxNotional };

export const SPOT_INSTRUMENTS = SPOT.map(([row, minNotional]) =>
  usdtInstrument(row, minNotional, SPOT_BOUNDS),
);
export const FUTURES_INSTRUMENTS = FUTURES.map(([row, minNotional]) =>
  usdtInstrument(row, minNotional, FUTURES_BOUNDS),
);
