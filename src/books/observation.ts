import type { Fill } from '../domain/fill.js';
import type { ChangeSource, OrderView } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';

/** What was seen of an order, by whichever road. */
export interface Observation {
  readonly view: Omit<OrderView, 'clientOrderId'> | null;
  readonly fills: readonly Fill[];
  readonly source: ChangeSource;
  /** The missing fills have been asked for in vain for long enough: book what the totals say. */
  readonly mayInfer?: boolean;
}

/** Returns whether an observation is of another order than the exchange's id names. */
export function isAnother(exchangeOrderId: string | null, { view }: Observation): boolean {
  return exchangeOrderId !== null && view !== null && view.exchangeOrderId !== exchangeOrderId;
}

/** What a settlement comes to. */
export interface Settled {
  readonly progress: OrderProgress;
  /** Whether events were written, which listeners are to be hinted at. */
  readonly hasEvents: boolean;
}
