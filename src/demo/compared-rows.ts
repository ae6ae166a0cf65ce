import { equals, isDecimalString } from '../domain/decimal.js';

/** What one side says of a thing, field by field; `null` where it says nothing. */
export type Facts = Readonly<Record<string, string | null>>;

/** One thing that the exchange and the database both know, or should. */
export interface ComparedRow {
  readonly account: string;
  readonly kind: 'execution' | 'trade' | 'open order' | 'failed order' | 'position';
  /** Names the thing within its kind: a trade's number, an order's id, a market. */
  readonly key: string;
  /** Absent: this side does not know it. */
  readonly exchange: Facts | undefined;
  readonly database: Facts | undefined;
  /** The fields that differ; all of them when one side is absent. */
  readonly differing: readonly string[];
}

type Named = ReadonlyMap<string, Facts>;

/** Compares all things of one kind: those of either side, each field to the last decimal. */
export function compareFacts(
  account: string,
  kind: ComparedRow['kind'],
  exchange: Named,
  database: Named,
): ComparedRow[] {
  return [...new Set([...exchange.keys(), ...database.keys()])].map((key) => {
    const [left, right] = [exchange.get(key), database.get(key)];
    const fields = Object.keys(left ?? right ?? {});
    const differing =
      left && right
        ? fields.filter((field) => !isSame(left[field] ?? null, right[field] ?? null))
        : fields;
    return { account, kind, key, exchange: left, database: right, differing };
  });
}

/**
 * Returns what the exchange says without those fields of the untold ones of which the database says nothing;
 * what it does say of them must be right.
 */
export function asTold(
  exchange: Facts,
  database: Facts | undefined,
  untold: readonly string[],
): Facts {
  const missing = untold.filter((field) => database?.[field] === null);
  return { ...exchange, ...Object.fromEntries(missing.map((field) => [field, null])) };
}

function isSame(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  return isDecimalString(left) && isDecimalString(right) ? equals(left, right) : left === right;
}
