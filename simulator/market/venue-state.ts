import { MARKET_NAMES, type MarketName } from '../names.js';
import { AccountBook, type Account } from './accounts.js';
import type { Market } from './market.js';
import { StreamKeys } from './stream-keys.js';

export type PriceMovement = 'walk' | 'still';

/** Everything that the venue must still know after it was killed. */
export class VenueState {
  readonly accounts = new AccountBook();
  readonly streamKeys: StreamKeys;
  /** What the control interface chose. Unlike the option, it survives a restart. */
  chosenMovement: PriceMovement | null = null;

  constructor(
    readonly markets: Readonly<Record<MarketName, Market>>,
    private readonly initialMovement: PriceMovement,
    streamKeyLifetimeMs: number,
  ) {
    this.streamKeys = new StreamKeys(streamKeyLifetimeMs);
  }

  get movement(): PriceMovement {
    return this.chosenMovement ?? this.initialMovement;
  }

  allMarkets(): Market[] {
    return MARKET_NAMES.map((name) => this.markets[name]);
  }

  /** Returns a registered account. @throws Error that names an unknown key */
  account(apiKey: string): Account {
    const account = this.accounts.find(apiKey);
    if (!account) throw new Error(`no account with API key "${apiKey}"`);
    return account;
  }
}
