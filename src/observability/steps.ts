import diagnosticsChannel from 'node:diagnostics_channel';

/**
 * Names the boundaries between the steps of an order's life. A process may die at any of them: what
 * it leaves behind must be a state that the next process can go on from.
 */
export type StepBoundary =
  /** The request is stored; its sender has no answer yet. */
  | 'delivery-stored'
  /** The intent is written and the order claimed; nothing was sent. */
  | 'before-submit'
  /** The exchange has answered; nothing of the answer is written. */
  | 'after-answer'
  /** What the step found is committed; Temporal does not know that the step is done. */
  | 'after-commit'
  /** A stream message is read; no workflow was signalled. */
  | 'update-received'
  /** A workflow was signalled; the stream worker has not noted it. */
  | 'update-signalled';

/** What is published at a boundary. */
export interface ReachedBoundary {
  readonly boundary: StepBoundary;
  readonly accountId?: number;
  readonly clientOrderId?: string;
}

const channel = diagnosticsChannel.channel('filltrail:step');

/**
 * Publishes on Node's diagnostics channel `filltrail:step` that a boundary is reached. Tracing
 * tools subscribe to it; without a subscriber it costs nothing.
 */
export function reachStep(reached: ReachedBoundary): void {
  if (channel.hasSubscribers) channel.publish(reached);
}
