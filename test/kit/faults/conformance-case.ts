import type { Desk } from '../desk/desk.js';

/** One requirement that every exchange must meet in the same way. */
export interface ConformanceCase {
  /** The name of the requirement in the table. */
  readonly name: string;
  /** It takes at least ten seconds, so `npm test` leaves it out. */
  readonly isSlow?: boolean;
  /**
   * Plays the case on an account of its own. Afterwards everything is compared: the exchange's
   * ledger, every table, every event.
   */
  readonly play: (desk: Desk) => Promise<void>;
}
