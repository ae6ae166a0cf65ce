import diagnosticsChannel from 'node:diagnostics_channel';

/**
 * The boundaries between the steps of an order's life. A process may die at any of them, and must
 * leave a state from which the next process can continue.
 */
export type StepBoundary =
  /** The request is stored; its sender has no answer yet. */
  | 'delivery-stored'
  /** The intent is written and the order is claimed; nothing was sent. */
  | 'before-submit'
  /** The exchange has answered; nothing of the answer is written. */
  | 'after-answer'
  /** The result of the step is committed; Temporal does not know yet that the step is done. */
  | 'after-commit'
  /** A stream message was read; no workflow was signalled. */
  | 'update-received'
  /** A workflow was signalled; the stream worker has not noted it. */
  | 'update-signalled';

/** The data that is published at a boundary. */
export interface ReachedBoundary {
  readonly boundary: StepBoundary;
  readonly accountId?: number;
  readonly clientOrderId?: string;
}

const channel = diagnosticsChannel.channel('filltrail:step');

/**
 * Publishes on Node's diagnostics channel `filltrail:step` that a boundary was reached. Tracing
 * tools subscribe to it. Without a subscriber it costs nothing.
 */
export function reachStep(reached: ReachedBoundary): void {
  if (channel.hasSubscribers) channel.publish(reached);
}
