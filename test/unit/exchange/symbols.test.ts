import { describe, expect, it } from 'vitest';
import type { MarketType } from '../../../src/domain/order.js';
import { adapterOf } from '../../../src/exchange/registry.js';
import {
  KNOWN_EXCHANGES,
  readAccountSymbol,
  readAnySymbol,
  styleOf,
} from '../../../src/exchange/symbols.js';

const known = ['binance', 'bybit', 'upbit', 'bithumb'];

function reading(exchange: string, text: string, marketType: MarketType = 'SPOT'): unknown {
  return readAccountSymbol(text, { exchange, marketType });
}

describe('the styles of the exchanges', () => {
  it('are those that the adapters have', () => {
    for (const exchange of KNOWN_EXCHANGES) {
      expect(adapterOf(exchange).symbols, exchange).toBe(styleOf(exchange));
    }
  });

  it.each(known)('leave no id of %s with two quotes to split it by', (exchange) => {
    const { quotes } = styleOf(exchange);
    const hidden = quotes.filter((quote) =>
      quotes.some((other) => other !== quote && other.endsWith(quote)),
    );
    expect(hidden).toEqual([]);
    expect(new Set(quotes).size).toBe(quotes.length);
  });

  it('are known for these exchanges only', () => {
    expect(() => styleOf('mtgox')).toThrow(
      'exchange must be one of binance, bybit, upbit, bithumb, was "mtgox"',
    );
    expect(() => styleOf('constructor')).toThrow('exchange must be one of');
  });
});

const noPerpetuals =
  'a spot market such as BTC/USDT or BTCUSDT, ' +
  "since the strategy's account trades spot, not perpetuals";

describe('a symbol in an alert', () => {
  it.each([
    ['binance', 'BTCUSDT', 'BTC/USDT'],
    ['bybit', 'BTC/USDT', 'BTC/USDT'],
    ['bybit', 'BTCUSDT', 'BTC/USDT'],
    ['upbit', 'BTC-KRW', 'BTC/KRW'],
    ['upbit', 'KRW-BTC', 'BTC/KRW'],
    ['bithumb', 'BTC', 'BTC/KRW'],
    ['binance', 'BINANCE:ETHBTC', 'ETH/BTC'],
    ['upbit', 'UPBIT:BTCKRW', 'BTC/KRW'],
    ['bithumb', 'bithumb:btckrw', 'BTC/KRW'],
  ])('to %s: %s is %s', (exchange, text, symbol) => {
    expect(reading(exchange, text)).toEqual({ symbol });
  });

  it.each([
    ['binance', 'BTCUSDT.P'],
    ['binance', 'BTCUSDT'],
    ['bybit', 'BYBIT:BTCUSDT.P'],
    ['bybit', 'BTC/USDT:USDT'],
  ])('to futures on %s: %s is the perpetual', (exchange, text) => {
    expect(reading(exchange, text, 'FUTURES')).toEqual({ symbol: 'BTC/USDT' });
  });

  it.each([
    ['binance', 'BTC', 'a market of binance such as BTC/USDT or BTCUSDT'],
    ['bybit', '', 'a market of bybit such as BTC/USDT or BTCUSDT'],
    ['upbit', 'BTC', 'a market of upbit such as BTC/KRW or KRW-BTC'],
    ['bithumb', 'WBTC', 'a market of bithumb such as BTC/KRW, KRW-BTC or BTC'],
    [
      'binance',
      'BYBIT:BTCUSDT',
      "a market of binance, where the strategy's account is, such as BTC/USDT or BTCUSDT",
    ],
    [
      'upbit',
      'COINBASE:BTCUSD',
      "a market of upbit, where the strategy's account is, such as BTC/KRW or KRW-BTC",
    ],
    ['binance', 'BINANCE:BTCUSDT.P', noPerpetuals],
    ['bybit', 'BTC/USDT:USDT', noPerpetuals],
  ])('to %s cannot be %j', (exchange, text, expected) => {
    expect(reading(exchange, text)).toEqual({ expected });
  });
});

describe('a symbol in an alert that only the listing explains', () => {
  const ids: Readonly<Record<string, string>> = {
    BTCPERP: 'BTC/USDC',
    BTCUAH: 'BTC/UAH',
    币安人生USDT: '币安人生/USDT',
  };
  const listed = {
    symbolOf: (id: string) => ids[id],
    lists: (symbol: string) => Object.values(ids).includes(symbol),
  };
  const read = (text: string, marketType: MarketType = 'FUTURES') =>
    readAccountSymbol(text, { exchange: 'bybit', marketType }, listed);

  it.each([
    ['BTCPERP', 'BTC/USDC'],
    ['BYBIT:btcperp.p', 'BTC/USDC'],
    ['ETHPERP', 'ETH/USDC'],
    ['BTCUAH', 'BTC/UAH'],
    ['币安人生USDT', '币安人生/USDT'],
    ['币安人生/usdt', '币安人生/USDT'],
    ['币安人生/USDT:USDT', '币安人生/USDT'],
    ['BTCUSDT', 'BTC/USDT'],
  ])('%s is %s', (text, symbol) => {
    expect(read(text)).toEqual({ symbol });
  });

  it.each(['ＢＴＣPERP', 'ＢＴＣUSDT', 'ВТСUSDT', 'btcuſdt', '币安人生人生USDT', 'BTCEUX'])(
    'the look-alike or unknown %s is refused',
    (text) => {
      expect(read(text)).toHaveProperty('expected');
    },
  );

  it('a perpetual’s id is none on a spot account', () => {
    expect(read('ETHPERP', 'SPOT')).toEqual({ expected: noPerpetuals });
  });

  it('is refused while nothing is listed', () => {
    expect(reading('bybit', '币安人生USDT')).toHaveProperty('expected');
  });
});

describe('a symbol without an account', () => {
  it.each([
    ['币安人生/USDT', ['币安人生/USDT']],
    ['BTCPERP', ['BTC/USDC', 'BTCPERP/KRW']],
    ['BTCUSDT', ['BTC/USDT']],
    ['KRW-BTC', ['KRW/BTC', 'BTC/KRW']],
    ['BTC/KRW', ['BTC/KRW']],
    ['BITHUMB:BTC', ['BTC/KRW']],
    ['UPBIT:KRW-BTC', ['BTC/KRW']],
    ['COINBASE:BTCUSD', []],
    ['!!', []],
  ])('%s may be %j', (text, symbols) => {
    expect(readAnySymbol(text)).toEqual(symbols);
  });
});
