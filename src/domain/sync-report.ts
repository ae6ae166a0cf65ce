/** What one comparison of an account's open orders found. Orders are named by client order id. */
export interface SyncReport {
  /** Placed outside, and tracked from now on. */
  readonly inserted: readonly string[];
  /** Filled further than we knew: their workflows were asked to look. */
  readonly updated: readonly string[];
  /** Not open on the exchange any more: their workflows were asked how they ended. */
  readonly resolved: readonly string[];
  /** Why nothing was compared. */
  readonly problem?: string;
  /** Nothing is wrong: the limits leave no room for it sooner, in milliseconds. */
  readonly postponedForMs?: number;
  /** The account does not exist any more. */
  readonly isRemoved?: boolean;
}
