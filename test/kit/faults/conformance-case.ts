import type { Desk } from '../desk/desk.js';

/** One thing that every exchange must do alike. */
export interface ConformanceCase {
  /** What it shows, as the table names it. */
  readonly name: string;
  /** It takes ten seconds and more: `npm test` leaves it out. */
  readonly isSlow?: boolean;
  /**
   * Plays it on an account of its own. Afterwards everything is compared: the exchange's ledger,
   * every table, every event.
   */
  readonly play: (desk: Desk) => Promise<void>;
}
