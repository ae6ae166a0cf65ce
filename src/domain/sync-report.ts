/** What one comparison of an account's open orders found. Orders are listed by client order id. */
export interface SyncReport {
  /** Placed outside, and tracked from now on. */
  readonly inserted: readonly string[];
  /** Filled further than we knew: their workflows were asked to check. */
  readonly updated: readonly string[];
  /** No longer open on the exchange: their workflows were asked how they ended. */
  readonly resolved: readonly string[];
  /** Why nothing was compared. */
  readonly problem?: string;
  /** Nothing is wrong: the rate limits allow the comparison only after this many milliseconds. */
  readonly postponedForMs?: number;
  /** The account has been removed. */
  readonly isRemoved?: boolean;
}
