import type { DeskAccount } from '../desk/open-desk.js';
import type { TestListener } from '../events/test-listener.js';
import type { StackProduct } from '../product/stack-product.js';
import type { ChaosLog } from './chaos-log.js';

/** An alert of the run: what was answered, whichever delivery of it was. */
export interface Delivered {
  readonly id: string;
  readonly desk: DeskAccount;
  /** The name of the strategy that it is for. */
  readonly strategy: string;
  /** When the first answer came. */
  acceptedAt?: number;
  /** More than one: the same alert was taken for several orders. */
  readonly clientOrderIds: Set<string>;
  /** How many of its deliveries were answered 202; more than one calls it new twice. */
  timesNew: number;
}

/** What everything of a run needs. */
export interface Scene {
  readonly product: StackProduct;
  readonly desks: readonly DeskAccount[];
  readonly listener: TestListener;
  readonly log: ChaosLog;
  readonly delivered: Delivered[];
  /** Aborted when nothing more is to happen to orders by plan: the quiet end begins. */
  readonly quiet: AbortSignal;
  /** Aborted when the run is ended early. */
  readonly signal: AbortSignal;
}
