import { eventually } from '../eventually.js';
import type { Desk } from '../desk/desk.js';

/** Rests two orders, so that the first one's end is not the last news that the stream has. */
export async function twoResting(desk: Desk): Promise<[string, string]> {
  const orders = await Promise.all([desk.alert(desk.limit), desk.alert(desk.sale)]);
  for (const order of orders) {
    await eventually(`${order} to rest`, async () => (await desk.statusOf(order)) === 'NEW');
  }
  return orders;
}
