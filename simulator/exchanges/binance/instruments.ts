import { Decimal } from '../../decimal.js';
import type { Instrument } from '../../model.js';

/** tick, step (also the smallest quantity), largest quantities, notional, start price */
type Row = [
  base: string,
  tick: string,
  step: string,
  max: string,
  maxMarket: string,
  notional: string,
  start: string,
];

const SPOT: Row[] = [
  ['BTC', '0.01', '0.00001', '9000', '120', '5', '50000'],
  ['ETH', '0.01', '0.0001', '9000', '2700', '5', '2500'],
  ['SOL', '0.01', '0.001', '90000', '16000', '5', '150'],
  ['BNB', '0.01', '0.001', '9000', '2200', '5', '600'],
];

const FUTURES: Row[] = [
  ['BTC', '0.1', '0.001', '1000', '120', '100', '50000'],
  ['ETH', '0.01', '0.001', '10000', '2000', '20', '2500'],
  ['SOL', '0.01', '0.01', '1000000', '5000', '5', '150'],
  ['BNB', '0.01', '0.01', '100000', '2000', '5', '600'],
];

export const SPOT_INSTRUMENTS = SPOT.map((row) => instrument(row, '1000000'));
export const FUTURES_INSTRUMENTS = FUTURES.map((row) => instrument(row, '4529764'));

function instrument(row: Row, maxPrice: string): Instrument {
  const [base, tick, step, max, maxMarket, notional, start] = row;
  return {
    symbol: `${base}USDT`,
    baseAsset: base,
    quoteAsset: 'USDT',
    tickSize: new Decimal(tick),
    minPrice: new Decimal(tick),
    maxPrice: new Decimal(maxPrice),
    stepSize: new Decimal(step),
    minQuantity: new Decimal(step),
    maxQuantity: new Decimal(max),
    maxMarketQuantity: new Decimal(maxMarket),
    minNotional: new Decimal(notional),
    maxNotional: new Decimal('9000000'),
    startPrice: new Decimal(start),
  };
}
