import type { Config } from '../config.js';
import { isTerminal } from '../domain/order.js';
import type { FoundOrder } from '../queries/order-summary.js';
import { connectClient } from '../temporal/client.js';
import { wakeOrder } from '../temporal/wake-order.js';

/**
 * Asks an order's workflow to look at the exchange now.
 *
 * @throws Error with the next step when the order has ended, or has no workflow
 */
export async function resyncOrder(config: Config, order: FoundOrder): Promise<void> {
  if (isTerminal(order.status)) {
    throw new Error(
      `the order has ended as ${order.status}; ` +
        '`filltrail verify` compares it with the exchange',
    );
  }
  const temporal = connectClient(config);
  try {
    await temporal.refuseForeign();
    if (await wakeOrder(temporal.client, order, 'admin')) return;
    throw new Error(
      'no workflow tracks the order right now; the sweep gives it one within half a minute',
    );
  } finally {
    await temporal.close();
  }
}
