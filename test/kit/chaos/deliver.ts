import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosDesk } from './desk.js';
import type { PlannedOrder } from './plan-orders.js';
import type { Delivered, Scene } from './scene.js';

/** A charting service gives up after 3 s; ours then delivers again. */
const ANSWER_WITHIN_MS = 3_000;
const AGAIN_AFTER_MS = 500;
/** Longer than anything stays away. */
const GIVE_UP_AFTER_MS = 120_000;

/**
 * Delivers an alert, and again as often as planned, each until it is answered: `first` with the client
 * order id, or `undefined` when it was not in all the time.
 */
export function deliver(
  scene: Scene,
  desk: ChaosDesk,
  planned: PlannedOrder,
): { first: Promise<string | undefined>; all: Promise<unknown> } {
  const { id } = planned;
  const { name: strategy = '', token } = desk.strategies[planned.strategy] ?? {};
  const delivered: Delivered = { id, desk, strategy, clientOrderIds: new Set(), timesNew: 0 };
  scene.delivered.push(delivered);
  const body = JSON.stringify({
    strategy,
    token,
    id,
    ...planned.order,
  });
  const once = async (afterMs: number): Promise<string | undefined> => {
    await sleep(afterMs, undefined, { signal: scene.signal });
    return untilAnswered(scene, delivered, body);
  };
  const first = once(0);
  return { first, all: Promise.all([first, ...planned.repeatsAfterMs.map(once)]) };
}

async function untilAnswered(
  scene: Scene,
  delivered: Delivered,
  body: string,
): Promise<string | undefined> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (!scene.signal.aborted && Date.now() < deadline) {
    const answer = await post(scene, body);
    if (answer?.clientOrderId !== undefined) {
      delivered.acceptedAt ??= Date.now();
      delivered.clientOrderIds.add(answer.clientOrderId);
      if (answer.status === 202) delivered.timesNew += 1;
      return answer.clientOrderId;
    }
    // Away is told by no answer, or by 503 and when to come again; anything else is a surprise.
    const isAway = answer === undefined || (answer.status === 503 && answer.retryAfter !== null);
    if (!isAway) scene.log.surprise(`alert ${delivered.id}: HTTP ${answer.status} ${answer.text}`);
    await sleep(AGAIN_AFTER_MS, undefined, { signal: scene.signal });
  }
  scene.log.surprise(`alert ${delivered.id}: not answered in ${GIVE_UP_AFTER_MS / 1000} s`);
  return undefined;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly clientOrderId: string | undefined;
}

async function post(scene: Scene, body: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${scene.stack.urls.edge}/api/webhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    const { clientOrderId } = response.ok
      ? (JSON.parse(text) as { clientOrderId?: string })
      : { clientOrderId: undefined };
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text,
      clientOrderId,
    };
  } catch {
    return undefined; // killed, frozen, or cut in the middle: nobody knows whether it was taken
  }
}
