import type { Transaction } from '../../drizzle/database.js';
import { orderAliases } from '../../drizzle/schema.js';
import type { OrderKey } from '../domain/order.js';
import type { Observation } from './observation.js';

/**
 * Records the ids, other than ours, by which the exchange calls an order: an amendment may give it
 * a new client order id. The order keeps the one under which it is tracked.
 */
export async function recordAliases(
  tx: Transaction,
  { accountId, clientOrderId }: OrderKey,
  { view }: Observation,
): Promise<void> {
  const aliases = [view?.clientOrderId, view?.alias].filter(
    (name) =>
      name !== undefined &&
      name !== '' &&
      // By this one goes what a source reports without any client order id.
      name !== view?.exchangeOrderId &&
      !isNameOf(name, clientOrderId),
  );
  if (aliases.length === 0) return;
  const rows = aliases.map((alias = '') => ({ accountId, alias, clientOrderId }));
  await tx.insert(orderAliases).values(rows).onConflictDoNothing();
}

/** An adopted order whose id another order had used is tracked as `<id>~<exchange order id>`. */
function isNameOf(name: string, clientOrderId: string): boolean {
  return name === clientOrderId || clientOrderId.startsWith(`${name}~`);
}
