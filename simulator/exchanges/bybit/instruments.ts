import { usdtInstrument, type UsdtRow } from '../kit/usdt-instruments.js';

const SPOT: readonly UsdtRow[] = [
  ['BTC', '0.01', '0.000001', '0.00001', '100', '50', '50000'],
  ['ETH', '0.01', '0.00001', '0.0001', '1000', '500', '2500'],
  ['SOL', '0.01', '0.001', '0.001', '10000', '5000', '150'],
  ['XRP', '0.0001', '0.01', '0.01', '1000000', '500000', '2'],
];

const LINEAR: readonly UsdtRow[] = [
  ['BTC', '0.10', '0.001', '0.001', '100', '50', '50000'],
  ['ETH', '0.01', '0.01', '0.01', '1000', '500', '2500'],
  ['SOL', '0.010', '0.1', '0.1', '10000', '5000', '150'],
  ['XRP', '0.0001', '0.1', '0.1', '1000000', '500000', '2'],
];

const maxPrice = '1999999';

export const SPOT_INSTRUMENTS = SPOT.map((row) =>
  usdtInstrument(row, '1', { maxPrice, maxNotional: '4000000' }),
);
export const LINEAR_INSTRUMENTS = LINEAR.map((row) =>
  usdtInstrument(row, '5', { maxPrice, maxNotional: '1000000000' }),
);
