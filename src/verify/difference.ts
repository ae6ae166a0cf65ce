import { equals, isDecimalString, isZero, normalise } from '../domain/decimal.js';

/** What is wrong, under a name for programs; `cli/verification-report.ts` has the words. */
export type DifferenceKind =
  /** A position is not the fold of its executions. */
  | 'position_differs'
  | 'position_missing'
  /** A position that no execution makes. */
  | 'position_unfounded'
  /** A trade is not the sum of its executions. */
  | 'trade_differs'
  /** An order has executions, and is neither open nor a trade. */
  | 'trade_missing'
  | 'trade_unfounded'
  /** An open order's filled quantity is not the sum of its executions. */
  | 'open_order_differs'
  | 'order_open_and_ended'
  | 'order_ended_twice'
  /** A request was placed, and neither an open order nor an outcome is recorded. */
  | 'order_lost'
  /** Worked out from the order's totals: the exchange has not named the real fills. */
  | 'execution_inferred'
  /** Open on the exchange and here, with other figures. */
  | 'exchange_order_differs'
  /** Open on the exchange, not here. */
  | 'exchange_order_not_recorded'
  /** Open here, not on the exchange. */
  | 'order_not_on_exchange'
  | 'fill_differs'
  /** The exchange reports a fill of an order of ours that is not recorded. */
  | 'fill_not_recorded'
  /** Recorded, and the exchange does not report it. */
  | 'execution_not_on_exchange';

/** What one side says of a thing, field by field; `null` where it says nothing. */
export type FieldValues = Readonly<Record<string, string | null>>;

export interface FieldDifference {
  readonly field: string;
  /** What the executions or the exchange say; `null` for nothing. */
  readonly expected: string | null;
  /** What the database says. */
  readonly recorded: string | null;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly accountId: number;
  /** Names the thing that differs: a client order id, a market and its strategy, a trade id. */
  readonly subject: string;
  readonly fields: readonly FieldDifference[];
}

/** Returns the fields in which two sides differ; decimals are compared by value. */
export function differingFields(expected: FieldValues, recorded: FieldValues): FieldDifference[] {
  return Object.keys(expected)
    .map((field) => ({
      field,
      expected: expected[field] ?? null,
      recorded: recorded[field] ?? null,
    }))
    .filter((pair) => !isSame(pair.expected, pair.recorded));
}

/** Returns all fields of a thing that only one side knows. */
export function fieldsOfOne(side: 'expected' | 'recorded', facts: FieldValues): FieldDifference[] {
  return Object.entries(facts).map(([field, value]) => ({
    field,
    expected: side === 'expected' ? value : null,
    recorded: side === 'recorded' ? value : null,
  }));
}

/** Returns one text for a set of fees, whatever the order of its assets. */
export function describeFees(fees: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fees)
    .filter(([, amount]) => !isZero(amount))
    .map(([asset, amount]) => `${normalise(amount)} ${asset}`);
  return parts.sort().join(' + ') || 'none';
}

/** Returns a text that tells differences apart: the same one has the same text at every look. */
export function differenceKey(difference: Difference): string {
  const { kind, accountId, subject, fields } = difference;
  return JSON.stringify([kind, accountId, subject, fields]);
}

function isSame(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  return isDecimalString(left) && isDecimalString(right) ? equals(left, right) : left === right;
}
