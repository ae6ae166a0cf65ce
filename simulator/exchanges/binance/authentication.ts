import type { Account, AccountBook } from '../../market/accounts.js';
import type { MarketName } from '../../names.js';
import { isSignedBy } from '../kit/signatures.js';
import { errors } from './errors.js';

const DEFAULT_RECV_WINDOW = 5000;
const MAX_RECV_WINDOW = 60_000;
const MAX_AHEAD_MS = 1000;

export interface SignedRequest {
  readonly apiKey: string | undefined;
  readonly timestamp: number | undefined;
  readonly recvWindow: number | undefined;
  readonly signature: string | undefined;
  readonly payload: string;
}

/** Returns the account of an API key. Throws Binance's error for a bad one. */
export function accountOfKey(
  accounts: AccountBook,
  market: MarketName,
  apiKey: string | undefined,
): Account {
  if (!apiKey) throw errors.keyMissing();
  const account = accounts.find(apiKey);
  if (!account?.markets.includes(market)) throw errors.keyInvalid();
  return account;
}

/** Returns the account that signed a request, after checking key, time window and signature. */
export function authenticate(
  accounts: AccountBook,
  market: MarketName,
  request: SignedRequest,
  now: number,
): Account {
  const { timestamp, signature, recvWindow = DEFAULT_RECV_WINDOW } = request;
  const account = accountOfKey(accounts, market, request.apiKey);
  if (timestamp === undefined) throw errors.missing('timestamp');
  if (signature === undefined) throw errors.missing('signature');
  if (recvWindow > MAX_RECV_WINDOW) throw errors.badRecvWindow();
  if (timestamp >= now + MAX_AHEAD_MS) throw errors.aheadOfServer();
  if (now - timestamp > recvWindow) throw errors.outsideRecvWindow();
  if (!isSignedBy(account.secret, request.payload, signature)) throw errors.badSignature();
  return account;
}
