import type { Exchange } from 'ccxt';
import { parse } from 'lossless-json';
import type { Endpoints } from '../../exchange.js';
import { clientOptions, clientUrls, prepareClient, type ClientSetup } from '../ccxt-client.js';

/** ccxt's class for an exchange. */
export type KoreanClientClass = new (options: Record<string, unknown>) => Exchange;

/**
 * Creates a ccxt client for the real exchange or for the server at `restUrl`. It keeps JSON numbers
 * as text (P5): orders use strings, but tickers and some other fields use numbers.
 */
export function koreanClient(
  Client: KoreanClientClass,
  endpoints: Endpoints,
  setup: ClientSetup,
): Exchange {
  const client = new Client({ ...clientOptions(setup), ...clientUrls(endpoints) });
  Object.assign(client, { parseJson: readExactly });
  return prepareClient(client, setup);
}

/** Returns `undefined` if the text is not JSON, as ccxt's own method does. */
function readExactly(text: string): unknown {
  try {
    return parse(text, null, (digits) => digits);
  } catch {
    return undefined;
  }
}
