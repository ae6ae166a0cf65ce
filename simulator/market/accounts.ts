import { EXCHANGES, MARKET_NAMES, type MarketName } from '../names.js';
import { Wallet } from './wallet.js';

export interface Account {
  readonly apiKey: string;
  secret: string;
  /** The markets on which the key is valid. */
  markets: readonly MarketName[];
  /** The asset in which commission is taken where an exchange offers that, or null. */
  commissionAsset: string | null;
  readonly wallets: Readonly<Record<MarketName, Wallet>>;
}

/** The registered API keys. */
export class AccountBook {
  readonly #byKey = new Map<string, Account>();

  find(apiKey: string): Account | undefined {
    return this.#byKey.get(apiKey);
  }

  all(): Account[] {
    return [...this.#byKey.values()];
  }

  /** Adds a key, or gives a known key a new secret and new markets. A known key keeps its funds. */
  register(apiKey: string, secret: string, markets: readonly MarketName[] = MARKET_NAMES): Account {
    const known = this.#byKey.get(apiKey);
    if (known) {
      known.secret = secret;
      known.markets = markets;
      return known;
    }
    const account: Account = {
      apiKey,
      secret,
      markets,
      commissionAsset: null,
      wallets: newWallets(),
    };
    this.#byKey.set(apiKey, account);
    return account;
  }
}

function newWallets(): Account['wallets'] {
  const wallets = EXCHANGES.flatMap(({ markets, hasOneWallet = false }) => {
    const shared = new Wallet();
    return markets.map(({ name }) => [name, hasOneWallet ? shared : new Wallet()] as const);
  });
  return Object.fromEntries(wallets) as Record<MarketName, Wallet>;
}
