import { instrument, KRW, type QuoteRules } from '../kit/korean/instruments.js';

const BTC: QuoteRules = {
  quoteAsset: 'BTC',
  ticks: [['0', '0.00000001']],
  minNotional: '0.00005',
};

const USDT: QuoteRules = {
  quoteAsset: 'USDT',
  ticks: [
    ['10', '0.01'],
    ['1', '0.001'],
    ['0.1', '0.0001'],
    ['0.01', '0.00001'],
    ['0.001', '0.000001'],
    ['0', '0.0000001'],
  ],
  minNotional: '0.5',
};

export const UPBIT_INSTRUMENTS = [
  instrument(KRW, 'BTC', '95000000'),
  instrument(KRW, 'ETH', '3500000'),
  instrument(KRW, 'SOL', '210000'),
  instrument(KRW, 'XRP', '3200'),
  instrument(KRW, 'USDT', '1400'),
  instrument(KRW, 'DOGE', '290'),
  instrument(BTC, 'ETH', '0.03684211'),
  instrument(USDT, 'BTC', '67857.14'),
  instrument(USDT, 'ETH', '2500'),
];
