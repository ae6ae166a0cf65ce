import { eventually } from '../eventually.js';
import type { Desk } from '../desk/desk.js';

/** Rests two orders, so that the end of the first is not the last message of the stream. */
export async function twoResting(desk: Desk): Promise<[string, string]> {
  const orders = await Promise.all([desk.alert(desk.limit), desk.alert(desk.sale)]);
  for (const order of orders) {
    await eventually(`${order} to rest`, async () => (await desk.statusOf(order)) === 'NEW');
  }
  return orders;
}
