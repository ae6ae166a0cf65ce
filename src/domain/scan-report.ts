/** What one step of reading an account's lists of fills came to. */
export interface ScanReport {
  /** There is more to read or to look at than one step does. */
  readonly hasMore: boolean;
  /** The exchange's limits want a pause, in milliseconds. */
  readonly pauseMs?: number;
}
