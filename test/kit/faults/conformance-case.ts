import type { MarketName } from '../../../simulator/names.js';
import type { Desk } from '../desk/desk.js';

/** One requirement that every exchange must meet in the same way. */
export interface ConformanceCase {
  /** The name of the requirement in the table. */
  readonly name: string;
  /** It takes at least ten seconds, so `npm test` leaves it out. */
  readonly isSlow?: boolean;
  /**
   * Where an exchange does not have what the case is about: the reason, with its documentation.
   * There the case plays what is the same for all, and the table says "not there".
   */
  readonly notThere?: Readonly<Partial<Record<MarketName, string>>>;
  /**
   * Plays the case on an account of its own. Afterwards everything is compared: the exchange's
   * ledger, every table, every event.
   */
  readonly play: (desk: Desk) => Promise<void>;
}
