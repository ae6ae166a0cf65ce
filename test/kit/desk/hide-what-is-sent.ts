import type { Desk } from './desk.js';

/**
 * Has the exchange take the next two orders of a desk without a clear answer, and show them to
 * nobody: no read finds an order that is younger than `hiddenMs`, no cancel is carried out for as
 * long, and for `forMs` no frame comes.
 */
export async function hideWhatIsSent(
  desk: Desk,
  { hiddenMs, forMs }: { readonly hiddenMs: number; readonly forMs: number },
): Promise<void> {
  await desk.switchOn('not-found-after-create', { ms: hiddenMs, forMs });
  await desk.switchOn('stream-swallow', { forMs });
  await desk.switchOn('html-error', {
    ...desk.plan.cancel,
    executed: false,
    forMs: hiddenMs,
  });
  await desk.switchOn('unavailable-executed', { times: 2 });
}
