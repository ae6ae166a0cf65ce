import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskAccount } from '../desk/open-desk.js';
import type { PlannedOrder } from './plan-orders.js';
import type { Delivered, Scene } from './scene.js';

/** A charting service gives up after 3 s. This one then delivers again. */
const ANSWER_WITHIN_MS = 3_000;
const AGAIN_AFTER_MS = 500;
/** Longer than any outage. */
const GIVE_UP_AFTER_MS = 120_000;
/** How many alerts are repeated at the same time. */
const SENDERS = 10;

/**
 * Delivers an alert once and then as often again as planned, each time until it is answered.
 * `first` resolves with the client order id, or `undefined` if no answer came in all that time.
 */
export function deliver(
  scene: Scene,
  desk: DeskAccount,
  planned: PlannedOrder,
): { first: Promise<string | undefined>; all: Promise<unknown> } {
  const { id } = planned;
  const { name: strategy = '', token } = desk.strategies[planned.strategy] ?? {};
  const alert = { strategy, token, id, ...planned.order };
  const delivered: Delivered = {
    id,
    desk,
    strategy,
    alert,
    clientOrderIds: new Set(),
    newAt: [],
  };
  scene.delivered.push(delivered);
  const once = async (afterMs: number): Promise<string | undefined> => {
    await sleep(afterMs, undefined, { signal: scene.signal });
    return untilAnswered(scene, delivered);
  };
  const first = once(0);
  return { first, all: Promise.all([first, ...planned.repeatsAfterMs.map(once)]) };
}

/** Delivers every alert of the run again, each until it is answered. */
export async function redeliver(scene: Scene): Promise<void> {
  const waiting = scene.delivered.values();
  const sender = async (): Promise<void> => {
    for (const delivered of waiting) await untilAnswered(scene, delivered);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

async function untilAnswered(scene: Scene, delivered: Delivered): Promise<string | undefined> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (!scene.signal.aborted && Date.now() < deadline) {
    const answer = await scene.product.edge
      .alert(delivered.alert, AbortSignal.timeout(ANSWER_WITHIN_MS))
      // Killed, frozen, or cut in the middle: nobody knows whether it was accepted.
      .catch(() => undefined);
    const clientOrderId = answer && isSuccess(answer.status) && answer.body.clientOrderId;
    if (typeof clientOrderId === 'string') {
      delivered.acceptedAt ??= Date.now();
      delivered.clientOrderIds.add(clientOrderId);
      if (answer?.status === 202) delivered.newAt.push(Date.now());
      return clientOrderId;
    }
    // An edge that is away gives no answer, or 503 with the time to come again. Anything else is
    // unexpected.
    const isAway =
      answer === undefined || (answer.status === 503 && answer.headers.has('retry-after'));
    if (!isAway) {
      const { status, body } = answer;
      scene.log.surprise(`alert ${delivered.id}: HTTP ${status} ${JSON.stringify(body)}`);
      if (status < 500) return undefined; // the same alert gets the same answer
    }
    await sleep(AGAIN_AFTER_MS, undefined, { signal: scene.signal });
  }
  scene.log.surprise(`alert ${delivered.id}: not answered in ${GIVE_UP_AFTER_MS / 1000} s`);
  return undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
