import type { Exchange } from 'ccxt';
import { parse } from 'lossless-json';
import type { Endpoints } from '../../exchange.js';
import { clientOptions, clientUrls, prepareClient, type ClientSetup } from '../ccxt-client.js';

/** ccxt's class for an exchange. */
export type KoreanClientClass = new (options: Record<string, unknown>) => Exchange;

/**
 * Creates a ccxt client, against the real exchange or whatever server `restUrl` names, that leaves
 * JSON numbers text (E5): orders come as strings, but tickers and the odd field as numbers.
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

/** Returns `undefined` for what is no JSON, as ccxt's own does. */
function readExactly(text: string): unknown {
  try {
    return parse(text, null, (digits) => digits);
  } catch {
    return undefined;
  }
}
