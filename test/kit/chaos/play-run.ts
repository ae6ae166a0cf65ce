import { setTimeout as sleep } from 'node:timers/promises';
import { countsOf, readBooks } from './books.js';
import { inject } from './inject.js';
import { playOrder } from './play-order.js';
import type { Plan } from './plan.js';
import { endFaults, finishOrders, untilWhole } from './quiet-end.js';
import type { Outcome } from './report.js';
import type { Scene } from './scene.js';

const PROGRESS_MS = 5_000;
/** Longer than any alert is delivered repeatedly. */
const LAST_WITHIN_MS = 150_000;

/** Plays orders and faults as planned, waits for calm, and takes stock. */
export async function playRun(
  scene: Scene & { readonly beginQuiet: () => void },
  plan: Plan,
  say: (text: string) => void,
): Promise<Pick<Outcome, 'stock' | 'secondsUntilWhole' | 'alerts'>> {
  const over = new AbortController();
  const progress = tellProgress(scene, over.signal, say);
  try {
    const startedAt = Date.now();
    const orders = playTimeline(scene, plan.orders, startedAt, (each) => playOrder(scene, each));
    const faults = playTimeline(scene, plan.faults, startedAt, (each) => inject(scene, each));
    await sleep(plan.chaosMs, undefined, { signal: scene.signal });
    say('faults end');
    await endFaults(scene);
    scene.beginQuiet();
    // An alert that has not been answered yet is delivered until it is.
    await within(LAST_WITHIN_MS, Promise.all([orders, faults]));
    await endFaults(scene); // another one may just have been switched on
    say('finishing open orders');
    await finishOrders(scene);
    say('waiting for everything to agree');
    const { stock, seconds } = await untilWhole(scene);
    return { stock, secondsUntilWhole: seconds, alerts: scene.delivered.length };
  } finally {
    over.abort();
    await progress;
  }
}

/**
 * Starts each thing at its time, whether or not earlier ones have ended, and waits for all of them.
 */
async function playTimeline<T extends { readonly atMs: number }>(
  { signal, log }: Scene,
  items: readonly T[],
  startedAt: number,
  play: (item: T) => Promise<void>,
): Promise<void> {
  const playing: Promise<void>[] = [];
  for (const item of items) {
    const waitMs = startedAt + item.atMs - Date.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    playing.push(
      play(item).catch((error: unknown) => {
        if (!signal.aborted) log.surprise(`the run itself: ${String(error)}`);
      }),
    );
  }
  await Promise.all(playing);
}

async function tellProgress(
  scene: Scene,
  over: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  while (!over.aborted) {
    await sleep(PROGRESS_MS, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    const faults = `faults ${scene.log.injected.length}`;
    try {
      const { orders, fills, open } = countsOf(await readBooks(scene));
      say(`orders ${orders}, fills ${fills}, ${faults}, open ${open}`);
    } catch {
      say(`${faults}, the exchange does not answer`);
    }
  }
}

async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const late = sleep(limitMs, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  over.abort();
}
