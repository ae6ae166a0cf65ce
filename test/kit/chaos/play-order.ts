import { setTimeout as sleep } from 'node:timers/promises';
import { ControlRefused } from '../../../src/demo/venue-control.js';
import type { DeskAccount } from '../desk/open-desk.js';
import { RENAMES } from '../desk/amends.js';
import { placeOutside } from '../desk/outside-order.js';
import { deliver } from './deliver.js';
import { untilKnown } from './known-order.js';
import type { Step } from './plan-life.js';
import type { PlannedOrder } from './plan-orders.js';
import type { Scene } from './scene.js';

/** How long steps wait for an order to reach the exchange. */
const PLACED_WITHIN_MS = 40_000;
const ASK_AGAIN_MS = 400;
const CANCELLED_WITHIN_MS = 15_000;

/**
 * Plays one order: sends it to the product, or places it on the exchange from outside, and then
 * plays the planned steps.
 */
export async function playOrder(scene: Scene, planned: PlannedOrder): Promise<void> {
  const desk = scene.desks[planned.account];
  if (!desk) throw new Error(`no account ${planned.account} for ${planned.id}`);
  if (planned.kind === 'outside') {
    const clientOrderId = await placeOutside(desk, planned.order).catch((error: unknown) => {
      scene.log.note(`outside order ${planned.id}: ${String(error)}`); // a fault took its answer
      return undefined;
    });
    if (clientOrderId !== undefined) await playSteps(scene, desk, clientOrderId, planned.steps);
    return;
  }
  const { first, all } = deliver(scene, desk, planned);
  const clientOrderId = await first;
  if (clientOrderId !== undefined) await playSteps(scene, desk, clientOrderId, planned.steps);
  await all;
}

async function playSteps(
  scene: Scene,
  desk: DeskAccount,
  clientOrderId: string,
  steps: readonly Step[],
): Promise<void> {
  for (const step of steps) {
    await sleep(step.afterMs, undefined, { signal: scene.quiet }).catch(() => undefined);
    if (scene.quiet.aborted) return;
    await playStep(scene, desk, clientOrderId, step);
  }
}

async function playStep(
  scene: Scene,
  desk: DeskAccount,
  clientOrderId: string,
  { what, quantity, fills, price }: Step,
): Promise<void> {
  const part = { quantity, fills };
  switch (what) {
    case 'fill':
      return void (await atExchange(scene, desk, 'fill', { clientOrderId, ...part }));
    case 'amend':
      // Before it is recorded, an order that gets another name may never be found by its own.
      if (RENAMES.includes(desk.market) && !(await untilKnown(scene, desk, clientOrderId))) return;
      if (await atExchange(scene, desk, 'amend', { clientOrderId, quantity, price })) {
        scene.log.change('amended', clientOrderId);
      }
      return;
    case 'cancel':
      return void (await cancel(scene, clientOrderId));
    case 'race':
      await Promise.all([
        cancel(scene, clientOrderId),
        atExchange(scene, desk, 'fill', { clientOrderId, ...part }),
      ]);
      return;
    case 'exchange-cancel':
      return void (await atExchange(scene, desk, 'cancel', { clientOrderId }));
    case 'expire':
      return void (await atExchange(scene, desk, 'expire', { clientOrderId }));
    case 'forget':
      // Of an order or a fill that nobody has recorded, nothing could ever be known.
      if (!(await untilKnown(scene, desk, clientOrderId))) return;
      if (await atExchange(scene, desk, 'forget', { clientOrderId })) {
        scene.log.change('forgotten', clientOrderId);
      }
      return;
  }
}

/**
 * Makes the exchange do something to an order as soon as it has the order. Nothing is done if the
 * order never arrives, has ended, or has less left. Only the exchange's books count. Resolves with
 * whether it was done, as far as is known.
 */
export async function atExchange(
  scene: Scene,
  desk: DeskAccount,
  path: 'fill' | 'amend' | 'cancel' | 'expire' | 'forget',
  body: object,
): Promise<boolean> {
  const deadline = Date.now() + PLACED_WITHIN_MS;
  const { market, apiKey } = desk;
  do {
    try {
      await scene.product.venue.post(path, { market, apiKey, ...body });
      return true;
    } catch (error) {
      // A frozen exchange may do it later. Of the refusals, only "not there" may change.
      if (!(error instanceof ControlRefused) || error.status !== 404) return false;
    }
    await sleep(ASK_AGAIN_MS);
  } while (!scene.quiet.aborted && Date.now() < deadline);
  return false;
}

/**
 * Cancels an order through our API. Returns the answer's status, or `undefined` without an answer.
 */
export async function cancel(scene: Scene, clientOrderId: string): Promise<number | undefined> {
  const answer = await scene.product.edge
    .cancel(clientOrderId, AbortSignal.timeout(CANCELLED_WITHIN_MS))
    .catch(() => undefined); // killed or frozen: it may still be carried out
  const known = [200, 404, 409, 502, 503, 504];
  if (answer && !known.includes(answer.status)) {
    const { status, body } = answer;
    scene.log.surprise(`cancel of ${clientOrderId}: HTTP ${status} ${JSON.stringify(body)}`);
  }
  scene.log.note(`cancel ${clientOrderId} ${answer?.status ?? 'no answer'}`);
  return answer?.status;
}
