import type { Limits } from './exchanges/binance/rate-limits.js';
import type { SecondLimits } from './exchanges/kit/korean/rate-limits.js';
import type { BybitLimits } from './exchanges/bybit/rate-limits.js';
import type { ExchangeName } from './model.js';
import type { PriceMovement } from './market/venue-state.js';

/** Request and order limits, where they are to differ from the published ones. */
export interface VenueLimits {
  readonly spot?: Limits;
  readonly futures?: Limits;
  readonly upbit?: SecondLimits;
  readonly bithumb?: SecondLimits;
  readonly bybit?: Partial<BybitLimits>;
}

export interface VenueOptions {
  readonly host?: string;
  /** Of Binance and the control interface; 0, the default, takes any free port. */
  readonly port?: number;
  /** Of the other exchanges; unless told, those after `port`, or any that is free. */
  readonly ports?: Partial<Record<ExchangeName, number>>;
  /** Where every order, fill and balance is kept; without it a restart forgets them. */
  readonly journalFile?: string;
  /** How prices behave until the control interface says otherwise; "walk" by default. */
  readonly priceMovement?: PriceMovement;
  readonly seed?: number;
  /** Keys that are valid from the start; one the journal already knows keeps its funds. */
  readonly accounts?: readonly {
    readonly apiKey: string;
    readonly secret: string;
    readonly balances?: Readonly<Record<string, string>>;
  }[];
  readonly limits?: VenueLimits;
  readonly listenKeyLifetimeMs?: number;
  /** How long a stream's connection lasts, where it is to differ from 24 h. */
  readonly streamLifeMs?: number;
  /** How often streams are pinged, where it is to differ from what each exchange does. */
  readonly pingIntervalMs?: number;
  /** How long a client may say nothing on a stream, where that is to differ from its exchange. */
  readonly streamIdleMs?: number;
  readonly log?: (event: string, fields: object) => void;
}
