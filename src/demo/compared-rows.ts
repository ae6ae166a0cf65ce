import { equals, isDecimalString } from '../domain/decimal.js';

/** What one side says of a thing, field by field; `null` where it says nothing. */
export type ComparedFacts = Readonly<Record<string, string | null>>;

/** What the comparison looks at, in the order in which it is reported. */
export const COMPARED_KINDS = [
  'execution',
  'trade',
  'open order',
  'failed order',
  'position',
] as const;
export type ComparedKind = (typeof COMPARED_KINDS)[number];

/** One thing that the exchange and the database both know, or should. */
export interface ComparedRow {
  readonly account: string;
  readonly kind: ComparedKind;
  /** Names the thing within its kind: a fill's number, an order's id, a market. */
  readonly key: string;
  /** Absent: this side does not know it. */
  readonly exchange: ComparedFacts | undefined;
  readonly database: ComparedFacts | undefined;
  /** The fields that differ; all of them when one side is absent. */
  readonly differing: readonly string[];
}

/** Things with their keys. Two may share a key, such as two orders with one client order id. */
export type KeyedFacts = Iterable<readonly [key: string, facts: ComparedFacts]>;

/**
 * Compares all things of one kind: those of either side, each field to the last decimal.
 *
 * @param untold see {@link asTold}
 */
export function compareFacts(
  account: string,
  kind: ComparedKind,
  exchange: KeyedFacts,
  database: KeyedFacts,
  untold: readonly string[] = [],
): ComparedRow[] {
  const [theirs, ours] = [groupByKey(exchange), groupByKey(database)];
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((key) =>
    pairUp(theirs.get(key) ?? [], ours.get(key) ?? [], untold).map(([left, right]) => ({
      account,
      kind,
      key,
      exchange: left,
      database: right,
      differing: differingFields(left, right),
    })),
  );
}

/**
 * Returns what the exchange says, without those of the untold fields of which the database says
 * nothing; what the database does say of them must be right.
 */
export function asTold(
  exchange: ComparedFacts,
  database: ComparedFacts | undefined,
  untold: readonly string[],
): ComparedFacts {
  const missing = untold.filter((field) => database?.[field] === null);
  return { ...exchange, ...Object.fromEntries(missing.map((field) => [field, null])) };
}

function groupByKey(facts: KeyedFacts): ReadonlyMap<string, readonly ComparedFacts[]> {
  const groups = new Map<string, ComparedFacts[]>();
  for (const [key, each] of facts) groups.set(key, [...(groups.get(key) ?? []), each]);
  return groups;
}

type Pair = readonly [exchange: ComparedFacts | undefined, database: ComparedFacts | undefined];

/** Pairs things of one key: first those that agree, so that no thing hides behind its namesake. */
function pairUp(
  exchange: readonly ComparedFacts[],
  database: readonly ComparedFacts[],
  untold: readonly string[],
): Pair[] {
  const left = [...database];
  const agreeing = exchange.map((facts): Pair | undefined => {
    const match = left.findIndex(
      (other) => differingFields(asTold(facts, other, untold), other).length === 0,
    );
    const [other] = match < 0 ? [] : left.splice(match, 1);
    return other && [asTold(facts, other, untold), other];
  });
  const paired = exchange.map((facts, index): Pair => {
    const other = left[0];
    if (!agreeing[index]) left.shift();
    return agreeing[index] ?? [asTold(facts, other, untold), other];
  });
  return [...paired, ...left.map((facts): Pair => [undefined, facts])];
}

function differingFields(
  left: ComparedFacts | undefined,
  right: ComparedFacts | undefined,
): string[] {
  const fields = Object.keys(left ?? right ?? {});
  if (!left || !right) return fields;
  return fields.filter((field) => !isSame(left[field] ?? null, right[field] ?? null));
}

function isSame(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  return isDecimalString(left) && isDecimalString(right) ? equals(left, right) : left === right;
}
