import type { OrderKey } from '../domain/order.js';

/** Returns the text that names an order within a snapshot. */
export function orderKey({ accountId, clientOrderId }: OrderKey): string {
  return `${accountId} ${clientOrderId}`;
}

/** Returns lists by key, in the order of their first element. */
export function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
