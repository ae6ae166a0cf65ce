import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseAsset,
  examplesOf,
  isBeyondAscii,
  marketId,
  readSymbol,
  takeApart,
  type SymbolStyle,
} from '../../../src/domain/symbol.js';

const joined: SymbolStyle = {
  ids: 'joined',
  quotes: ['USDT', 'FDUSD', 'USD', 'TRY', 'BTC'],
  defaultQuote: null,
};
const quoteFirst: SymbolStyle = {
  ids: 'quote-first',
  quotes: ['KRW', 'USDT', 'BTC'],
  defaultQuote: null,
};
const lone: SymbolStyle = { ...quoteFirst, defaultQuote: 'KRW' };
const styles = { joined, quoteFirst, lone };

const hostile = [
  '',
  '/',
  '-',
  ':',
  'BTC/',
  '/USDT',
  'BTC/BTC',
  'BTC/USDT/ETH',
  'BTC USDT',
  "BTC'; --",
  'BTC\u200b/USDT',
  '\u202eBTC/USDT',
  '💎/USDT',
  'BTC/USDT\n',
  'BTC/USDT:',
  // Dated and inverse contracts are no perpetual in the quote asset.
  'BTC/USDT:USDT-260626',
  'BTC/USD:BTC',
];

describe('readSymbol where ids are joined', () => {
  it.each([
    ['BTC/USDT', 'BTC/USDT'],
    ['BTCUSDT', 'BTC/USDT'],
    ['btcusdt', 'BTC/USDT'],
    ['BTC-USDT', 'BTC/USDT'],
    ['BTC_USDT', 'BTC/USDT'],
    ['BTC/USDT:USDT', 'BTC/USDT'],
    ['BTCUSDT.P', 'BTC/USDT'],
    ['BINANCE:BTCUSDT', 'BTC/USDT'],
    ['bybit:btcusdt.p', 'BTC/USDT'],
    ['BYBIT:BTC/USDT:USDT', 'BTC/USDT'],
    ['ETHBTC', 'ETH/BTC'],
    ['BTCUSD', 'BTC/USD'],
    ['USDTTRY', 'USDT/TRY'],
    ['1000PEPEUSDT', '1000PEPE/USDT'],
    ['BTC/KRW', 'BTC/KRW'],
  ])('reads %s as %s', (text, symbol) => {
    expect(readSymbol(text, joined)).toBe(symbol);
  });

  it('splits by the longest quote that fits', () => {
    expect(readSymbol('ETHFDUSD', joined)).toBe('ETH/FDUSD');
    expect(readSymbol('ETHFDUSD', { ...joined, quotes: ['USD', 'FDUSD'] })).toBe('ETH/FDUSD');
  });

  it.each([...hostile, 'USDT', 'BTC', 'BTCKRW', 'BTCUSDTPERP'])(
    'does not read %j as a market',
    (text) => {
      expect(readSymbol(text, joined)).toBeUndefined();
    },
  );
});

describe('readSymbol of names outside ASCII', () => {
  it.each([
    ['币安人生USDT', '币安人生/USDT'],
    ['币安人生/USDT', '币安人生/USDT'],
    ['BINANCE:币安人生usdt.p', '币安人生/USDT'],
  ])('reads %s as %s', (text, symbol) => {
    expect(readSymbol(text, joined)).toBe(symbol);
    expect(isBeyondAscii(symbol)).toBe(true);
  });

  // `ı` has the capital I, `ß` the capitals SS: neither asset is what it looks like.
  it.each([
    ['ＢＴＣ/USDT', 'ＢＴＣ/USDT'],
    ['bıt/usdt', 'BıT/USDT'],
    ['ß/USDT', 'ß/USDT'],
    ['ВТС/USDT', 'ВТС/USDT'],
    ['e\u0301/usdt', 'E\u0301/USDT'],
    ['é/usdt', 'é/USDT'],
  ])('never folds the look-alike %s', (text, symbol) => {
    expect(readSymbol(text, joined)).toBe(symbol);
    expect(isBeyondAscii(symbol)).toBe(true);
  });
});

describe('readSymbol of perpetuals whose ids do not end in their quote', () => {
  const ended: SymbolStyle = { ...joined, perpetualIds: { ending: 'PERP', quote: 'USDC' } };
  it.each([
    ['BTCPERP', 'BTC/USDC'],
    ['1000pepeperp', '1000PEPE/USDC'],
    ['BYBIT:ETHPERP.P', 'ETH/USDC'],
    ['PERPUSDT', 'PERP/USDT'],
    ['PERP/USDT', 'PERP/USDT'],
  ])('reads %s as %s', (text, symbol) => {
    expect(readSymbol(text, ended)).toBe(symbol);
  });

  it.each(['PERP', 'BTCUSDTPERP', 'BTC-PERP'])('does not read %s so', (text) => {
    expect(readSymbol(text, ended)?.endsWith('/USDC')).not.toBe(true);
  });
});

describe('readSymbol where the quote comes first', () => {
  it.each([
    ['KRW-BTC', 'BTC/KRW'],
    ['BTC-KRW', 'BTC/KRW'],
    ['btc_krw', 'BTC/KRW'],
    ['BTC/KRW', 'BTC/KRW'],
    ['BTCKRW', 'BTC/KRW'],
    ['UPBIT:BTCKRW', 'BTC/KRW'],
    ['KRW-USDT', 'USDT/KRW'],
    ['USDT-KRW', 'USDT/KRW'],
    ['USDT-BTC', 'BTC/USDT'],
    ['BTC-USDT', 'BTC/USDT'],
    ['BTC-ETH', 'ETH/BTC'],
    ['ETH-BTC', 'ETH/BTC'],
    ['ETHBTC', 'ETH/BTC'],
    // A slash always stands between base and quote, listed or not.
    ['KRW/BTC', 'KRW/BTC'],
  ])('reads %s as %s', (text, symbol) => {
    expect(readSymbol(text, quoteFirst)).toBe(symbol);
  });

  it.each([...hostile, 'BTC', 'KRW', 'KRWBTC', 'KRW-KRW', 'ETH-XRP'])(
    'does not read %j as a market',
    (text) => {
      expect(readSymbol(text, quoteFirst)).toBeUndefined();
    },
  );
});

describe('readSymbol where a lone asset is a market', () => {
  it.each([
    ['BTC', 'BTC/KRW'],
    ['usdt', 'USDT/KRW'],
    ['DOGE', 'DOGE/KRW'],
    ['BTCKRW', 'BTC/KRW'],
    ['KRW-BTC', 'BTC/KRW'],
    ['BTC-ETH', 'ETH/BTC'],
    ['WBTC/KRW', 'WBTC/KRW'],
  ])('reads %s as %s', (text, symbol) => {
    expect(readSymbol(text, lone)).toBe(symbol);
  });

  it('reads nothing that may be one asset or two', () => {
    expect(readSymbol('WBTC', lone)).toBeUndefined();
    expect(readSymbol('ETHUSDT', lone)).toBeUndefined();
  });

  it.each([...hostile, 'KRW'])('does not read %j as a market', (text) => {
    expect(readSymbol(text, lone)).toBeUndefined();
  });
});

describe('takeApart', () => {
  it.each([
    ['BTCUSDT', null, false],
    ['BTC/USDT', null, false],
    ['BTC/USDT:USDT', null, true],
    ['BTCUSDT.P', null, true],
    ['BYBIT:BTCUSDT.P', 'bybit', true],
    ['UPBIT:KRW-BTC', 'upbit', false],
  ])('tells whose market %s is and whether it is a perpetual', (text, exchange, isPerpetual) => {
    expect(takeApart(text)).toMatchObject({ exchange, isPerpetual });
  });

  it('gives up on a text that is too long to be a market', () => {
    expect(takeApart(`${'A'.repeat(1_000_000)}USDT`)).toBeUndefined();
  });
});

describe('any style', () => {
  const asset = fc.stringMatching(/^[A-Z0-9]{2,8}$/);
  const style = fc.constantFrom(...Object.values(styles));

  it('reads every spelling of a market as the same one', () => {
    fc.assert(
      fc.property(style, asset, fc.nat(), (of, base, n) => {
        const quote = of.quotes[n % of.quotes.length] ?? '';
        fc.pre(!of.quotes.includes(base));
        const symbol = `${base}/${quote}`;
        const spellings = [symbol, `${base}-${quote}`, `${base}_${quote}`, `${symbol}:${quote}`];
        for (const text of [...spellings, `${symbol}.P`, `BINANCE:${symbol}`]) {
          expect(readSymbol(text, of)).toBe(symbol);
          expect(readSymbol(text.toLowerCase(), of)).toBe(symbol);
        }
      }),
    );
  });

  it('reads back the id that it writes', () => {
    fc.assert(
      fc.property(style, asset, fc.nat(), (of, base, n) => {
        const quote = of.quotes[n % of.quotes.length] ?? '';
        fc.pre(!of.quotes.includes(base));
        // `XFD` in `USD` and `X` in `FDUSD` have one id: an exchange can have only one of them.
        fc.pre(!of.quotes.some((other) => other !== quote && `${base}${quote}`.endsWith(other)));
        expect(readSymbol(marketId(`${base}/${quote}`, of), of)).toBe(`${base}/${quote}`);
      }),
    );
  });

  it('never throws and only ever answers with BASE/QUOTE', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[BTCKRW:/_.-]{1,12}$/));
    fc.assert(
      fc.property(style, text, (of, written) => {
        expect(readSymbol(written, of) ?? 'A/B').toMatch(/^[^\s/]+\/[^\s/]+$/);
      }),
    );
  });

  it('gives only examples that it takes', () => {
    for (const of of Object.values(styles)) {
      const examples = examplesOf(of).split(/, | or /);
      expect(examples.length).toBeGreaterThan(1);
      for (const text of examples) expect(readSymbol(text, of)).toBe(`BTC/${of.quotes[0]}`);
    }
  });
});

describe('baseAsset', () => {
  it('is what stands before the slash', () => {
    expect(baseAsset('BTC/USDT')).toBe('BTC');
  });
});
