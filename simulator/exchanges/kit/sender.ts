import type { Engine } from '../../engine/engine.js';
import { viewLedger, type LedgerView } from '../../engine/ledger-view.js';
import type { Call } from '../../http.js';
import type { Account } from '../../market/accounts.js';
import type { MarketName } from '../../names.js';

/** Returns the sender of a call. @throws Error on an open route, where there is none */
export function senderOf({ method, path }: Call, account: Account | null): Account {
  if (!account) throw new Error(`${method} ${path} is open and has no account`);
  return account;
}

/** Returns what a call may see of an account's orders and fills on a market (V6). */
export function viewOf(
  { state, faults, clock }: Engine,
  market: MarketName,
  { apiKey }: Account,
  symbol: string | null,
  { at }: Call,
): LedgerView {
  const { ledger } = state.markets[market];
  return viewLedger(ledger, faults, clock, { market, apiKey, symbol }, at);
}
