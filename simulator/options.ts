import type { PriceMovement } from './market/venue-state.js';
import type { MarketName } from './names.js';
import type { DoorOptions } from './server/front-doors.js';

export interface VenueOptions extends DoorOptions {
  /** Where every order, fill and balance is kept; without it a restart forgets them. */
  readonly journalFile?: string;
  /** How prices behave until the control interface says otherwise; "walk" by default. */
  readonly priceMovement?: PriceMovement;
  readonly seed?: number;
  /** Keys that are valid from the start; one that the journal knows already keeps its funds. */
  readonly accounts?: readonly {
    readonly apiKey: string;
    readonly secret: string;
    readonly balances?: Readonly<Record<string, string>>;
  }[];
  /** Limits other than the published ones, in the words of each market's POST /control/limits. */
  readonly limits?: Readonly<Partial<Record<MarketName, object>>>;
  /** How long a key lasts that opens a stream; an hour by default. */
  readonly streamKeyLifetimeMs?: number;
  /** How long a stream's connection lasts; 24 h by default. */
  readonly streamLifeMs?: number;
  /** How often streams are pinged; by default as each exchange does. */
  readonly pingIntervalMs?: number;
  /** How long a client may say nothing on a stream; by default as each exchange has it. */
  readonly streamIdleMs?: number;
  readonly log?: (event: string, fields: object) => void;
}
