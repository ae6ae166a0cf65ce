import type { Account, AccountBook } from '../../market/accounts.js';
import type { Call } from '../../http.js';
import { isSignedBy } from '../kit/signatures.js';
import { BYBIT_MARKETS, type BybitMarket } from './categories.js';
import { errors } from './errors.js';

const DEFAULT_RECV_WINDOW = 5000;
const MAX_AHEAD_MS = 1000;

/** Returns the API key that a call names. */
export function apiKeyOf(call: Pick<Call, 'headers'>): string | undefined {
  return header(call, 'x-bapi-api-key');
}

/** Returns the account of a key that is valid on at least one of Bybit's markets. */
export function accountOfKey(accounts: AccountBook, apiKey: string | undefined): Account {
  const account = apiKey === undefined ? undefined : accounts.find(apiKey);
  if (!account || !BYBIT_MARKETS.some((market) => account.markets.includes(market))) {
    throw errors.keyInvalid();
  }
  return account;
}

/** Returns the account that signed a call, after checking key, time window and signature. */
export function authenticate(
  accounts: AccountBook,
  market: BybitMarket | null,
  call: Call,
  now: number,
): Account {
  const account = accountOfKey(accounts, apiKeyOf(call));
  const timestampText = header(call, 'x-bapi-timestamp') ?? '';
  const windowText = header(call, 'x-bapi-recv-window') ?? '';
  const timestamp = Number(timestampText);
  const recvWindow = windowText === '' ? DEFAULT_RECV_WINDOW : Number(windowText);
  if (timestampText === '' || !Number.isInteger(timestamp) || !Number.isInteger(recvWindow)) {
    throw errors.parameter(`apiTimestamp[${timestampText}] recvWindow[${windowText}] invalid`);
  }
  if (timestamp < now - recvWindow || timestamp >= now + MAX_AHEAD_MS) {
    throw errors.outsideRecvWindow(timestamp, now, recvWindow);
  }
  const signed = timestampText + account.apiKey + windowText;
  const payload = signed + (call.method === 'GET' ? call.query : call.body);
  if (!isSignedBy(account.secret, payload, header(call, 'x-bapi-sign') ?? '')) {
    throw errors.badSignature();
  }
  if (market !== null && !account.markets.includes(market)) throw errors.notPermitted();
  return account;
}

function header({ headers }: Pick<Call, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
