import { instrument, KRW } from '../kit/korean/instruments.js';

/** Bithumb's ticks and minimum are not confirmed. They are assumed to be Upbit's. */
export const BITHUMB_INSTRUMENTS = [
  instrument(KRW, 'BTC', '95100000'),
  instrument(KRW, 'ETH', '3505000'),
  instrument(KRW, 'SOL', '210200'),
  instrument(KRW, 'XRP', '3205'),
  instrument(KRW, 'USDT', '1401'),
  instrument(KRW, 'DOGE', '291'),
];
