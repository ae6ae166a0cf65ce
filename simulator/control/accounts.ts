import type { Account } from '../market/accounts.js';
import type { Decimal } from '../decimal.js';
import type { Engine } from '../engine/engine.js';
import { MARKET_NAMES, type MarketName } from '../model.js';

export interface Registration {
  readonly apiKey: string;
  readonly secret: string;
  readonly markets?: readonly MarketName[];
  /** Free balances to set, on each market of the key; an asset not named keeps its balance. */
  readonly funds: readonly (readonly [asset: string, free: Decimal])[];
  readonly commissionAsset?: string | null;
}

/** Makes an API key valid, or changes one that is, and writes that down. */
export function registerAccount(engine: Engine, registration: Registration): Account {
  const { apiKey, secret, markets = MARKET_NAMES, funds } = registration;
  const account = engine.state.accounts.register(apiKey, secret, markets);
  if (registration.commissionAsset !== undefined) {
    account.commissionAsset = registration.commissionAsset;
  }
  for (const market of markets) {
    const wallet = account.wallets[market];
    for (const [asset, free] of funds) {
      wallet.setBalance({ ...wallet.balance(asset), free });
    }
  }
  const { commissionAsset } = account;
  engine.journal.append({
    accounts: [{ apiKey, secret, markets, commissionAsset }],
    wallets: markets.map((market) => {
      return { apiKey, market, ...account.wallets[market].takeChanges() };
    }),
  });
  return account;
}
