import { eventually } from '../eventually.js';
import type { Desk } from '../desk/desk.js';

/**
 * Trades as in a busy hour, everything at the same time: purchases and sales that rest and fill in
 * parts, some cancelled half way, some market orders.
 */
export async function trade(desk: Desk, orders: number): Promise<void> {
  await Promise.all(Array.from({ length: orders }, (_, index) => tradeOne(desk, index)));
}

async function tradeOne(desk: Desk, index: number): Promise<void> {
  if (index % 5 === 4) {
    await desk.alert({ ...desk.marketOrder, side: index % 2 === 0 ? 'sell' : 'buy' });
    return;
  }
  const isSale = index % 3 === 2;
  const order = await desk.alert({
    ...(isSale ? desk.sale : desk.limit),
    quantity: `0.${10 + index}`, // on every market's grid
  });
  await desk.fill(order, { quantity: '0.04', fills: 2 });
  if (index % 4 === 3) await desk.control('cancel', { clientOrderId: order });
  else await desk.fill(order);
}

/** Trades repeatedly while something is done. Returns when the last round is finished. */
export async function tradeWhile(
  desk: Desk,
  ordersARound: number,
  meanwhile: () => Promise<void>,
): Promise<void> {
  let isOver = false;
  const trading = eventually(
    'the trading to end',
    async () => {
      await trade(desk, ordersARound);
      return isOver;
    },
    600_000,
  );
  try {
    await meanwhile();
  } finally {
    isOver = true;
    await trading;
  }
}
