import { ZERO } from '../../../decimal.js';
import type { Execution, ExecutionKind, Fill, MarketUpdate, Order } from '../../../model.js';

export type StepState = 'wait' | 'watch' | 'trade' | 'done' | 'cancel';

/** A step in an order's life. Each step is one frame. */
export interface OrderStep {
  readonly state: StepState;
  readonly order: Order;
  /** Null unless the state is `trade`. */
  readonly fill: Fill | null;
  /** How many fills the order had after this step. */
  readonly tradesCount: number;
  /** The last of those fills. */
  readonly lastFill: Fill | null;
  readonly execution: Execution;
}

const STATES = {
  NEW: 'wait',
  AMENDED: 'wait', // which no order here ever is: neither exchange can amend
  TRADE: 'trade',
  CANCELLED: 'cancel',
  EXPIRED: 'done', // see `stateOf`
  REJECTED: 'cancel',
} as const satisfies Record<ExecutionKind, StepState>;

/** Returns the steps of an update. A fill that completes an order is followed by `done`. */
export function orderSteps(
  { executions }: MarketUpdate,
  fillsOf: (orderId: number) => readonly Fill[],
): OrderStep[] {
  return executions.flatMap((execution) => {
    const { kind, order, fill } = execution;
    const fills = fillsUntil(order, fillsOf(order.orderId));
    const lastFill = fill ?? fills.at(-1) ?? null;
    const shared = { order, tradesCount: fills.length, lastFill, execution };
    const isWatched = kind === 'NEW' && (order.isWatching ?? false);
    const step: OrderStep = { ...shared, state: isWatched ? 'watch' : STATES[kind], fill };
    if (kind !== 'TRADE' || order.status !== 'FILLED') return [step];
    return [step, { ...shared, state: 'done', fill: null }];
  });
}

/** Returns the fills that an order had in the given state. */
function fillsUntil({ filledQuantity }: Order, fills: readonly Fill[]): readonly Fill[] {
  let sum = ZERO;
  const end = fills.findIndex(({ quantity }) => {
    sum = sum.plus(quantity);
    return sum.gt(filledQuantity);
  });
  return end < 0 ? fills : fills.slice(0, end);
}
