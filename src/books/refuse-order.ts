import type { Database } from '../../drizzle/database.js';
import type { OrderKey } from '../domain/order.js';
import { lockOpenOrder } from './open-orders.js';
import { appendEvents } from './outbox.js';
import { outcomeEvent, writeOutcome, type Ending } from './outcome.js';

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
 * transaction (B2). Called twice it finds no intent and writes nothing (B1).
 */
export async function refuseOrder(db: Database, key: OrderKey, refusal: Refusal): Promise<void> {
  await db.transaction(async (tx) => {
    const intent = await lockOpenOrder(tx, key);
    if (!intent) return;
    const ending: Ending = {
      ...refusal,
      exchangeOrderId: null,
      fills: [],
      source: 'submit',
      at: new Date().toISOString(),
    };
    await writeOutcome(tx, intent, ending);
    await appendEvents(tx, [outcomeEvent(intent, ending, '0')]);
  });
}
