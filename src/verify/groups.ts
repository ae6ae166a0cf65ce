import type { OrderKey } from '../domain/order.js';

/** Returns a text that identifies an order within a snapshot. */
export function orderKey({ accountId, clientOrderId }: OrderKey): string {
  return `${accountId} ${clientOrderId}`;
}

/** Groups items by key, in the order of each group's first item. */
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
