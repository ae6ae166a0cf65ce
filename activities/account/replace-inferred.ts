import { noteInferredAsked } from '../../src/books/inferred.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { inferredExecutions } from '../../src/queries/inferred-executions.js';
import type { Dependencies } from '../dependencies.js';
import { apart } from '../apart.js';
import { settle } from '../observe.js';

/** Orders with an inferred execution are rare; a few calls in each comparison are enough. */
const MOST_AT_ONCE = 5;
/** A comparison waits for them, however many fills an order has. Its scans read on for longer. */
const READ_FOR_MS = 5_000;

/**
 * Replaces inferred executions by the real fills, as soon as the exchange lists them. They take
 * turns, so that one which is never listed does not keep the others from being asked for.
 */
export async function replaceInferred(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
): Promise<void> {
  const inferred = await inferredExecutions(deps.db, accountId, MOST_AT_ONCE);
  const endBy = Date.now() + READ_FOR_MS;
  for (const { id, clientOrderId, symbol, exchangeOrderId } of inferred) {
    if (Date.now() >= endBy) return;
    await noteInferredAsked(deps.db, id);
    const step = { activity: 'replaceInferred', accountId, subject: clientOrderId };
    await apart(deps, step, async () => {
      const order = { clientOrderId, symbol, exchangeOrderId };
      const fills = await exchange.fetchFills(order, { endBy });
      if (fills.length === 0) return;
      const listed = { view: null, fills, source: 'sync', isListed: true } as const;
      await settle(deps, { accountId, clientOrderId }, listed);
    });
  }
}
