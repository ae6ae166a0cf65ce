import type { DeskAccount } from '../desk/open-desk.js';
import type { TestListener } from '../events/test-listener.js';
import type { StackProduct } from '../product/stack-product.js';
import type { ChaosLog } from './chaos-log.js';

/** An alert of the run, and the answers to all of its deliveries. */
export interface Delivered {
  readonly id: string;
  readonly desk: DeskAccount;
  /** The name of the strategy that the alert is for. */
  readonly strategy: string;
  /** When the first answer came. */
  acceptedAt?: number;
  /** Must have one element. With more, the alert was taken for several orders. */
  readonly clientOrderIds: Set<string>;
  /** How many deliveries were answered 202, as new. Must be one. */
  timesNew: number;
}

/** What every part of a run needs. */
export interface Scene {
  readonly product: StackProduct;
  readonly desks: readonly DeskAccount[];
  readonly listener: TestListener;
  readonly log: ChaosLog;
  readonly delivered: Delivered[];
  /** Aborted when no more planned steps are to happen to orders: the quiet end begins. */
  readonly quiet: AbortSignal;
  /** Aborted when the run is ended early. */
  readonly signal: AbortSignal;
}
