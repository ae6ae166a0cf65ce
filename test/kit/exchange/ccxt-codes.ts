import ccxt from 'ccxt';

export type CcxtClass = 'binance' | 'bybit' | 'upbit' | 'bithumb';

type Exceptions = Readonly<Record<string, unknown>>;

/** Returns the keys of ccxt's table of an exchange's errors: codes, names, and a few words. */
export function ccxtCodes(ccxtClass: CcxtClass): string[] {
  return [...new Set(codesOf(new ccxt[ccxtClass]().exceptions as Exceptions))];
}

function codesOf(exceptions: Exceptions): string[] {
  return Object.entries(exceptions).flatMap(([key, value]) =>
    typeof value === 'function' ? [key] : codesOf(value as Exceptions),
  );
}
