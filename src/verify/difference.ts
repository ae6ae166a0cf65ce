import { isSameFigure, isZero, normalise } from '../domain/decimal.js';

/** The kind of a difference, as a name for programs. `cli/verification-report.ts` has the texts. */
export type DifferenceKind =
  /** A position is not the fold of its executions. */
  | 'position_differs'
  | 'position_missing'
  /** A position without any execution. */
  | 'position_unfounded'
  /** A trade is not the sum of its executions. */
  | 'trade_differs'
  /** An order has executions, but is neither open nor a trade. */
  | 'trade_missing'
  | 'trade_unfounded'
  /** An open order's filled quantity is not the sum of its executions. */
  | 'open_order_differs'
  | 'order_open_and_ended'
  | 'order_ended_twice'
  /** A request was placed, but neither an open order nor an outcome is recorded. */
  | 'order_lost'
  /** An inferred execution: the exchange has not listed the real fills. */
  | 'execution_inferred'
  /** Open on the exchange and here, with different figures. */
  | 'exchange_order_differs'
  /** Open on the exchange, not here. */
  | 'exchange_order_not_recorded'
  /** Open here, not on the exchange. */
  | 'order_not_on_exchange'
  | 'fill_differs'
  /** The exchange lists a fill of an order of ours, but it is not recorded. */
  | 'fill_not_recorded'
  /** Recorded, but not listed by the exchange. */
  | 'execution_not_on_exchange';

/** The fields of a thing as one side has them; `null` where it has no value. */
export type FieldValues = Readonly<Record<string, string | null>>;

export interface FieldDifference {
  readonly field: string;
  /** The value according to the executions or the exchange; `null` for none. */
  readonly expected: string | null;
  /** The value in the database. */
  readonly recorded: string | null;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly accountId: number;
  /** Names the thing that differs: a client order id, a market and its strategy, or a trade id. */
  readonly subject: string;
  readonly fields: readonly FieldDifference[];
}

/** Returns the fields in which two sides differ. Decimals are compared by value. */
export function differingFields(expected: FieldValues, recorded: FieldValues): FieldDifference[] {
  return Object.keys(expected)
    .map((field) => ({
      field,
      expected: expected[field] ?? null,
      recorded: recorded[field] ?? null,
    }))
    .filter((pair) => !isSameFigure(pair.expected, pair.recorded));
}

/** Returns all fields of a thing that only one side has. */
export function fieldsOfOne(side: 'expected' | 'recorded', facts: FieldValues): FieldDifference[] {
  return Object.entries(facts).map(([field, value]) => ({
    field,
    expected: side === 'expected' ? value : null,
    recorded: side === 'recorded' ? value : null,
  }));
}

/** Returns the same text for the same fees, whatever the order of their assets. */
export function describeFees(fees: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fees)
    .filter(([, amount]) => !isZero(amount))
    .map(([asset, amount]) => `${normalise(amount)} ${asset}`);
  return parts.sort().join(' + ') || 'none';
}

/** Returns a text that identifies a difference: the same one has the same text at every look. */
export function differenceKey(difference: Difference): string {
  const { kind, accountId, subject, fields } = difference;
  return JSON.stringify([kind, accountId, subject, fields]);
}
