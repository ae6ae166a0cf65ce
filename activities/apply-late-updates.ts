import type { OrderUpdate } from '../src/domain/order.js';
import type { Dependencies } from './dependencies.js';
import { observeOrder } from './observe.js';

export interface LateUpdatesInput {
  readonly accountId: number;
  readonly updates: readonly OrderUpdate[];
}

/**
 * Applies what the stream still tells of orders whose workflow has ended. A fill of a settled order
 * reopens nothing and is counted all the same.
 */
export async function applyLateUpdates(
  deps: Dependencies,
  { accountId, updates }: LateUpdatesInput,
): Promise<void> {
  const exchange = await deps.gateway.restFor(accountId);
  for (const update of updates) {
    await observeOrder(
      deps,
      exchange,
      { accountId, clientOrderId: update.clientOrderId, symbol: update.symbol },
      { view: update, fills: update.fill ? [update.fill] : [], source: 'sync' },
    );
  }
}
