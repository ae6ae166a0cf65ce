import type { Fill } from '../domain/fill.js';
import type { ChangeSource, OrderView } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';

/** What was seen of an order, whatever the source. */
export interface Observation {
  readonly view: (Omit<OrderView, 'clientOrderId'> & Partial<OrderView>) | null;
  readonly fills: readonly Fill[];
  readonly source: ChangeSource;
  /** The fills are all that a read of the order lists. */
  readonly isListed?: boolean;
  /** Whether the missing fills were asked for in vain for so long that the totals must do. */
  readonly mayInfer?: boolean;
  /**
   * Whether the exchange has called the order filled with nothing filled for so long, and listed no
   * fill, that it ended without one.
   */
  readonly mayEndEmpty?: boolean;
}

/** Returns whether an observation is of another order than the one with this id. */
export function isAnother(exchangeOrderId: string | null, { view }: Observation): boolean {
  return exchangeOrderId !== null && view !== null && view.exchangeOrderId !== exchangeOrderId;
}

/** The result of a settlement. */
export interface Settled {
  readonly progress: OrderProgress;
  /** Whether events were written, so that readers of the outbox should look. */
  readonly hasEvents: boolean;
  /** The other name under which the order was tracked, too. Nothing is left to track there. */
  readonly double?: string;
}
