import diagnosticsChannel from 'node:diagnostics_channel';

/**
 * Names the boundaries between the steps of an order's life, at which a process may die: between any two
 * of them the state outside must be one that the next process can go on from.
 */
export type StepBoundary =
  /** The request is stored; its sender has no answer yet. */
  | 'delivery-stored'
  /** The intent is written and claimed; nothing was sent. */
  | 'before-submit'
  /** The exchange has answered; nothing of it is written. */
  | 'after-answer'
  /** What was learned is committed; Temporal does not know that the step is done. */
  | 'after-commit'
  /** A stream message is read; no workflow was told. */
  | 'update-received'
  /** A workflow was told; the stream worker has not noted it. */
  | 'update-signalled';

/** What is published at a boundary: tracing tools subscribe to `filltrail:step`. */
export interface Step {
  readonly boundary: StepBoundary;
  readonly accountId?: number;
  readonly clientOrderId?: string;
}

const channel = diagnosticsChannel.channel('filltrail:step');

/** Tells whoever subscribes to Node's diagnostics channel `filltrail:step`; costs nothing when nobody does. */
export function reachStep(step: Step): void {
  if (channel.hasSubscribers) channel.publish(step);
}
