import type { Desk } from './desk.js';

interface Hiding {
  readonly hiddenMs: number;
  readonly forMs: number;
  readonly cancelsFailForMs: number;
}

/**
 * Has the exchange take the next two orders of a desk without a clear answer, and show them to
 * nobody: no read finds an order that is younger than `hiddenMs`, no frame comes for `forMs`, no
 * cancel is carried out for `cancelsFailForMs`.
 */
export async function hideWhatIsSent(
  desk: Desk,
  { hiddenMs, forMs, cancelsFailForMs }: Hiding,
): Promise<void> {
  await desk.switchOn('not-found-after-create', { ms: hiddenMs, forMs });
  await desk.switchOn('stream-swallow', { forMs });
  await desk.switchOn('html-error', {
    ...desk.plan.cancel,
    executed: false,
    forMs: cancelsFailForMs,
  });
  await desk.switchOn('unavailable-executed', { times: 2 });
}
