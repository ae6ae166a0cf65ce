import type { Engine } from '../../engine/engine.js';
import { viewLedger, type LedgerView } from '../../engine/ledger-view.js';
import type { Call } from '../../http.js';
import type { Account } from '../../market/accounts.js';
import type { MarketName } from '../../names.js';

/** Returns who sent a call. @throws Error on an open route, where nobody has to say */
export function senderOf({ method, path }: Call, account: Account | null): Account {
  if (!account) throw new Error(`${method} ${path} is open and has no account`);
  return account;
}

/** Returns an account's orders and fills on a market as a call may see them (V6). */
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
