import type { DeskAccount } from '../desk/open-desk.js';
import type { StackProduct } from '../product/stack-product.js';
import type { ChaosLog } from './chaos-log.js';
import type { RenewedListener } from './renewed-listener.js';
import type { Restores } from './restores.js';

/** An alert of the run, and the answers to all of its deliveries. */
export interface Delivered {
  readonly id: string;
  readonly desk: DeskAccount;
  /** The name of the strategy that the alert is for. */
  readonly strategy: string;
  readonly alert: object;
  /** When the first answer came. */
  acceptedAt?: number;
  /** Must have one element. With more, the alert was taken for several orders. */
  readonly clientOrderIds: Set<string>;
  /** When deliveries were answered 202, as new. Must be one, unless a restore has undone it. */
  readonly newAt: number[];
}

/** What every part of a run needs. */
export interface Scene {
  readonly product: StackProduct;
  readonly desks: readonly DeskAccount[];
  readonly listener: RenewedListener;
  readonly restores: Restores;
  readonly log: ChaosLog;
  readonly delivered: Delivered[];
  /** Aborted when no more planned steps are to happen to orders: the quiet end begins. */
  readonly quiet: AbortSignal;
  /** Aborted when the run is ended early. */
  readonly signal: AbortSignal;
}
