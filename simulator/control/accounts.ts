import type { z } from 'zod';
import type { Decimal } from '../decimal.js';
import type { Engine } from '../engine/engine.js';
import type { Account } from '../market/accounts.js';
import { MARKET_NAMES, type MarketName } from '../names.js';
import type { schemas } from './schemas.js';

export interface Registration {
  readonly apiKey: string;
  readonly secret: string;
  /** The markets on which the key is valid; all of them by default. */
  readonly markets?: readonly MarketName[];
  /** Free balances to set on each of these markets. An asset not named keeps its balance. */
  readonly funds: readonly (readonly [asset: string, free: Decimal])[];
  /** If it is not given, the account keeps its own. */
  readonly commissionAsset?: string | null | undefined;
}

/** Makes an API key valid, or changes a valid one, and writes that to the journal (V1). */
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

/** Registers a key as a control call describes it, on all markets or on one. */
export function takeRegistration(engine: Engine, input: z.output<typeof schemas.account>): object {
  const { apiKey, secret, market, balances, commissionAsset } = input;
  const isNew = engine.state.accounts.find(apiKey) === undefined;
  registerAccount(engine, {
    apiKey,
    secret,
    markets: market ? [market] : MARKET_NAMES,
    funds: Object.entries(balances),
    commissionAsset,
  });
  return { apiKey, created: isNew };
}
