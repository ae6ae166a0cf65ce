import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { inferredExecutions } from '../../src/queries/inferred-executions.js';
import type { Dependencies } from '../dependencies.js';
import { settle } from '../observe.js';

/** Orders with an inferred execution are rare; a few calls in each comparison are enough. */
const MOST_AT_ONCE = 5;

/** Replaces inferred executions by the real fills, as soon as the exchange lists them. */
export async function replaceInferred(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
): Promise<void> {
  const inferred = await inferredExecutions(deps.db, accountId, MOST_AT_ONCE);
  for (const { clientOrderId, symbol, exchangeOrderId } of inferred) {
    try {
      const fills = await exchange.fetchFills({ clientOrderId, symbol, exchangeOrderId });
      if (fills.length === 0) continue;
      await settle(deps, { accountId, clientOrderId }, { view: null, fills, source: 'sync' });
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      deps.log.warn({ err: error, clientOrderId }, 'real fills not fetched yet');
    }
  }
}
