import { and, eq, inArray, isNotNull, isNull, lt, ne, sql, type SQL } from 'drizzle-orm';
import { failedOrders, trades } from '../../drizzle/schema.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder } from '../observe.js';

/** Reads have caught up with the book by then. What lags longer shows in the list of fills. */
const LOOK_AFTER = sql`now() - interval '5 s'`;
/** Orders that are looked at in one comparison; many at once take several of them. */
const MOST_AT_ONCE = 25;

interface EndedOrder {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly exchangeOrderId: string;
}

/**
 * Looks once more at orders that ended without being filled whole. Their end was read while reads may have
 * lagged, and a fill whose stream message was lost then shows only now.
 */
export async function confirmEnded(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
): Promise<void> {
  for (const order of await endedOrders(deps, accountId)) {
    try {
      const view = await exchange.fetchOrder(order);
      if (view) {
        const key = { accountId, clientOrderId: order.clientOrderId, symbol: order.symbol };
        const seen = { view, fills: [], source: 'sync' as const };
        const progress = await observeOrder(deps, exchange, key, seen);
        if (progress?.isIncomplete) continue; // its fills cannot be had yet
      }
      await markConfirmed(deps, accountId, order.clientOrderId);
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      deps.log.warn({ err: error }, 'ended orders not confirmed yet');
      return;
    }
  }
}

async function endedOrders({ db }: Dependencies, accountId: number): Promise<EndedOrder[]> {
  const traded = await db
    .select({
      clientOrderId: trades.clientOrderId,
      symbol: trades.symbol,
      exchangeOrderId: trades.exchangeOrderId,
    })
    .from(trades)
    .where(
      and(
        eq(trades.accountId, accountId),
        isNull(trades.confirmedAt),
        ne(trades.status, 'FILLED'),
        lt(trades.createdAt, LOOK_AFTER as SQL<string>),
      ),
    )
    .limit(MOST_AT_ONCE);
  const failed = await db
    .select({
      clientOrderId: failedOrders.clientOrderId,
      symbol: failedOrders.symbol,
      exchangeOrderId: failedOrders.exchangeOrderId,
    })
    .from(failedOrders)
    .where(
      and(
        eq(failedOrders.accountId, accountId),
        isNull(failedOrders.confirmedAt),
        inArray(failedOrders.status, ['cancelled', 'expired']),
        isNotNull(failedOrders.exchangeOrderId),
        lt(failedOrders.createdAt, LOOK_AFTER as SQL<string>),
      ),
    )
    .limit(MOST_AT_ONCE);
  return [...traded, ...failed].flatMap(({ exchangeOrderId, ...order }) =>
    exchangeOrderId === null ? [] : [{ ...order, exchangeOrderId }],
  );
}

async function markConfirmed(
  { db }: Dependencies,
  accountId: number,
  clientOrderId: string,
): Promise<void> {
  for (const table of [trades, failedOrders]) {
    await db
      .update(table)
      .set({ confirmedAt: sql`now()` })
      .where(and(eq(table.accountId, accountId), eq(table.clientOrderId, clientOrderId)));
  }
}
