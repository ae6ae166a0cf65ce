import ccxt, { type Exchange } from 'ccxt';
import type { OnAnswer } from '../kit/ccxt-call.js';
import type { Credentials, Endpoints } from '../exchange.js';
import { prepareClient } from '../kit/korean/client.js';

/** Creates Upbit's ccxt client, against the real exchange or whatever server `restUrl` names. */
export function createClient(
  endpoints: Endpoints,
  credentials: Credentials | undefined,
  timeoutMs: number,
  onAnswer?: OnAnswer,
): Exchange {
  const origin = endpoints.restUrl?.replace(/\/+$/, '') ?? null;
  const client = new ccxt.upbit({
    ...(credentials ? { apiKey: credentials.apiKey, secret: credentials.secret } : {}),
    timeout: timeoutMs,
    // The budget spaces calls. ccxt's own queue would hold a call past its time limit, and send it still.
    enableRateLimit: false,
    // ccxt adds `/v1`.
    ...(origin === null ? {} : { urls: { api: { public: origin, private: origin } } }),
  });
  return prepareClient(client, onAnswer);
}
