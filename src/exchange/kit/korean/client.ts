import type { Exchange } from 'ccxt';
import { parse } from 'lossless-json';
import { keepHttpAnswers, type OnAnswer } from '../ccxt-call.js';
import type { KoreanCalls, TextParameters } from './dialect.js';

/**
 * Prepares a ccxt client of either exchange: errors keep their answers, and JSON numbers stay text. Orders
 * come as strings, but tickers and the odd field as numbers, and money never touches a float.
 */
export function prepareClient<T extends Exchange>(client: T, onAnswer?: OnAnswer): T {
  Object.assign(client, { parseJson: readExactly });
  return keepHttpAnswers(client, onAnswer);
}

/** Returns `undefined` for what is no JSON, as ccxt's own does. */
function readExactly(text: string): unknown {
  try {
    return parse(text, null, (digits) => digits);
  } catch {
    return undefined;
  }
}

/** Returns a client's implicit calls under our names for them. */
export function bindCalls(
  client: Exchange,
  names: Readonly<Record<keyof KoreanCalls, string>>,
): KoreanCalls {
  const methods = client as unknown as Record<string, KoreanCalls['submit'] | undefined>;
  return Object.fromEntries(
    Object.entries(names).map(([name, method]) => [
      name,
      (parameters: TextParameters) => methods[method]?.call(client, parameters),
    ]),
  ) as unknown as KoreanCalls;
}
