import type { Fill } from '../domain/fill.js';
import type { EventSource, MarketType, OrderView, Side } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';

/** Names an order in our tables. */
export interface OrderKey {
  readonly accountId: number;
  readonly clientOrderId: string;
}

/** What was seen of an order, by whichever road. */
export interface Observation {
  readonly view: Omit<OrderView, 'clientOrderId'> | null;
  readonly fills: readonly Fill[];
  readonly source: EventSource;
  /** The missing fills have been asked for in vain for long enough: book what the totals tell of them. */
  readonly mayInfer?: boolean;
}

/** Tells whether an observation is of another order than the one that the exchange's id names. */
export function isAnother(exchangeOrderId: string | null, { view }: Observation): boolean {
  return exchangeOrderId !== null && view !== null && view.exchangeOrderId !== exchangeOrderId;
}

export interface Settled {
  readonly progress: OrderProgress;
  /** Whether anything was written, so that readers should be told. */
  readonly hasEvents: boolean;
}

/** What an execution row takes from its order. */
export interface ExecutedOrder {
  readonly accountId: number;
  readonly strategyId: number | null;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly marketType: MarketType;
  readonly side: Side;
}
