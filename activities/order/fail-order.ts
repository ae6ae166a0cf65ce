import { and, eq } from 'drizzle-orm';
import { openOrders } from '../../drizzle/schema.js';
import type { OrderRequest } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import type { Dependencies } from '../dependencies.js';
import { appendEvents } from '../../src/books/outbox.js';
import { outcomeEvent, writeOutcome } from '../../src/books/outcome.js';

/** Why an order is not, or was not, taken. */
export interface Refusal {
  /** DENIED: we refused it, the exchange never saw it. REJECTED: the exchange refused it. */
  readonly status: 'DENIED' | 'REJECTED';
  /** Our stable code, or the exchange's own. */
  readonly code: string;
  readonly reason: string;
}

/**
 * Ends an order that never came to be: the intent goes, a failed order and its event come, in one
 * transaction. Called twice it finds no intent and writes nothing.
 */
export async function failOrder(
  deps: Dependencies,
  request: OrderRequest,
  refusal: Refusal,
): Promise<OrderProgress> {
  await deps.db.transaction(async (tx) => {
    const [intent] = await tx
      .select()
      .from(openOrders)
      .where(
        and(
          eq(openOrders.accountId, request.accountId),
          eq(openOrders.clientOrderId, request.clientOrderId),
        ),
      )
      .for('update');
    if (!intent) return;
    const at = new Date().toISOString();
    const moment = { ...refusal, exchangeOrderId: null, fills: [], source: 'submit' as const, at };
    await writeOutcome(tx, intent, moment);
    await appendEvents(tx, [outcomeEvent(intent, moment, '0')]);
  });
  deps.notifyOutbox();
  return {
    status: refusal.status,
    exchangeOrderId: null,
    filledQuantity: '0',
    isIncomplete: false,
    reason: refusal.reason,
  };
}
