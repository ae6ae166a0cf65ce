import type { PriceMovement } from './market/venue-state.js';
import type { MarketName } from './names.js';
import type { DoorOptions } from './server/front-doors.js';

export interface VenueOptions extends DoorOptions {
  /** The file for every order, fill and balance. Without it, a restart forgets them. */
  readonly journalFile?: string;
  /** How prices behave until the control interface changes that; "walk" by default. */
  readonly priceMovement?: PriceMovement;
  readonly seed?: number;
  /** Keys that are valid from the start. A key that is in the journal already keeps its funds. */
  readonly accounts?: readonly {
    readonly apiKey: string;
    readonly secret: string;
    readonly balances?: Readonly<Record<string, string>>;
  }[];
  /** Limits other than the published ones, in the words of each market's POST /control/limits. */
  readonly limits?: Readonly<Partial<Record<MarketName, object>>>;
  /** How long a key that opens a stream is valid; an hour by default. */
  readonly streamKeyLifetimeMs?: number;
  /** How long a stream's connection lasts; 24 h by default. */
  readonly streamLifeMs?: number;
  /** How often streams are pinged, where the exchange pings; by default as often as it does. */
  readonly pingIntervalMs?: number;
  /** How long a client may be silent on a stream, where that is limited; by default as there. */
  readonly streamIdleMs?: number;
  readonly log?: (event: string, fields: object) => void;
}
