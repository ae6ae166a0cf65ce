import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskAccount } from '../desk/open-desk.js';
import { ReturningListener } from '../events/returning-listener.js';
import { eventually } from '../eventually.js';
import { openOrdersOf, readBooks } from './books.js';
import { endTrouble } from './database-trouble.js';
import { goodsOf } from './goods.js';
import { inHundredths } from './plan-life.js';
import { atExchange, cancel } from './play-order.js';
import { RenewedListener } from './renewed-listener.js';
import type { Scene } from './scene.js';
import { takeStock, type Stock } from './take-stock.js';

const DAY_MS = 86_400_000;
const ENDED_WITHIN_MS = 60_000;
/** A forgotten order ends after several answers that agree, each ten seconds after the other. */
export const WHOLE_WITHIN_MS = 120_000;
const PAUSE_MS = 500;
const CANCEL_TRIES = 5;

/** Ends every fault that is still active. */
export async function endFaults({ product, desks }: Scene): Promise<void> {
  for (const pid of Object.values(product.pids())) process.kill(pid, 'SIGCONT');
  await eventually(
    'the exchange to end its faults',
    async () => {
      await product.venue.clearFaults();
      for (const market of new Set(desks.map((desk) => desk.market))) {
        await product.venue.post('stream/life', { market, ms: DAY_MS });
      }
      return true;
    },
    ENDED_WITHIN_MS,
  );
  await eventually(
    'the database to end its faults',
    async () => {
      await endTrouble(product.sql);
      return true;
    },
    ENDED_WITHIN_MS,
  );
}

/** Brings most open orders to an end in various ways, and leaves some as they are. */
export async function finishOrders(scene: Scene): Promise<void> {
  const books = await readBooks(scene);
  const open = books.flatMap((book) => openOrdersOf(book).map((order) => ({ ...book, order })));
  await Promise.all(
    open.map(async ({ desk, order: { clientOrderId, symbol } }, index) => {
      switch (index % 5) {
        case 0:
          return atExchange(scene, desk, 'fill', { clientOrderId, fills: 2 });
        case 1:
          return untilCancelled(scene, clientOrderId);
        case 2:
          return atExchange(scene, desk, 'cancel', { clientOrderId });
        case 3:
          return atExchange(scene, desk, 'fill', {
            clientOrderId,
            quantity: leastOf(desk, symbol),
          });
        default:
          return; // keeps resting
      }
    }),
  );
}

/** Returns the smallest quantity of something that rests. */
function leastOf({ market }: DeskAccount, symbol: string): string {
  const goods = goodsOf(market).resting.find((each) => each.symbol === symbol);
  return inHundredths(goods?.unit ?? 1);
}

/** Cancels an order, repeatedly if needed: a process may still be coming back. */
async function untilCancelled(scene: Scene, clientOrderId: string): Promise<void> {
  for (let tries = 0; tries < CANCEL_TRIES && !scene.signal.aborted; tries += 1) {
    const status = await cancel(scene, clientOrderId);
    if (status === 200 || status === 409) return;
  }
}

/**
 * Waits until everything agrees, for some time at most. Returns the last stock, and after how many
 * seconds everything agreed.
 */
export async function untilWhole(
  scene: Scene,
): Promise<{ stock: Stock; seconds: number | undefined }> {
  const startedAt = Date.now();
  const seconds = (): number => (Date.now() - startedAt) / 1000;
  let stock: Stock | undefined;
  await eventually(
    'everything to agree',
    async () => {
      stock = await takeStock(scene);
      if (scene.signal.aborted || isWhole(stock)) return true;
      await sleep(PAUSE_MS); // taking stock loads the same processes that have to catch up
      return false;
    },
    WHOLE_WITHIN_MS,
  ).catch((error: unknown) => scene.log.note(String(error)));
  const took = seconds();
  stock ??= await takeStock(scene);
  if (isWhole(stock)) stock = await asHeardAnew(scene);
  return { stock, seconds: isWhole(stock) ? took : undefined };
}

/** Takes stock once more, with a new listener that reads the events from the beginning. */
async function asHeardAnew(scene: Scene): Promise<Stock> {
  const { edge } = scene.product;
  const fresh = new RenewedListener(
    () => new ReturningListener(() => edge.origin, edge.tokens.viewer),
  );
  try {
    const last = scene.listener.ids().at(-1) ?? 0;
    await eventually(
      `a new listener to hear event ${last}`,
      () => last === 0 || fresh.ids().some((id) => id >= last),
    ).catch((error: unknown) => scene.log.note(String(error)));
    return await takeStock({ ...scene, listener: fresh });
  } finally {
    fresh.close();
  }
}

export function isWhole({ lost, doubled, differences }: Stock): boolean {
  return lost.length + doubled.length + differences.length === 0;
}
