import { AccountBook, type Account } from './accounts.js';
import type { Market } from './market.js';
import { MARKET_NAMES, type MarketName } from '../model.js';
import { StreamKeys } from './stream-keys.js';

export type PriceMovement = 'walk' | 'still';

/** Everything the venue would have to remember after being killed. */
export class VenueState {
  readonly accounts = new AccountBook();
  readonly streamKeys: StreamKeys;
  /** What the control interface said about movement; it outlives a restart, the option does not. */
  toldMovement: PriceMovement | null = null;

  constructor(
    readonly markets: Readonly<Record<MarketName, Market>>,
    private readonly initialMovement: PriceMovement,
    streamKeyLifetimeMs: number,
  ) {
    this.streamKeys = new StreamKeys(streamKeyLifetimeMs);
  }

  get movement(): PriceMovement {
    return this.toldMovement ?? this.initialMovement;
  }

  allMarkets(): Market[] {
    return MARKET_NAMES.map((name) => this.markets[name]);
  }

  account(apiKey: string): Account {
    const account = this.accounts.find(apiKey);
    if (!account) throw new Error(`no account with API key "${apiKey}"`);
    return account;
  }
}
