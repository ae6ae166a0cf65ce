import { isSameFigure } from '../domain/decimal.js';

/** One side's version of a thing, field by field; `null` where it has no value. */
export type ComparedFacts = Readonly<Record<string, string | null>>;

/** What is compared, in the order in which it is reported. */
export const COMPARED_KINDS = [
  'execution',
  'trade',
  'open order',
  'failed order',
  'position',
] as const;
export type ComparedKind = (typeof COMPARED_KINDS)[number];

/** One thing that the exchange and the database both know, or should know. */
export interface ComparedRow {
  readonly account: string;
  readonly kind: ComparedKind;
  /** Identifies the thing within its kind: a fill's number, an order's id, a market. */
  readonly key: string;
  /** Absent if this side does not know the thing. */
  readonly exchange: ComparedFacts | undefined;
  readonly database: ComparedFacts | undefined;
  /** The fields that differ, or all fields if one side is absent. */
  readonly differing: readonly string[];
}

/** Things with their keys. Several may share a key, such as orders with one client order id. */
export type KeyedFacts = Iterable<readonly [key: string, facts: ComparedFacts]>;

/**
 * Compares all things of one kind that either side has. Decimals must be equal to the last digit.
 *
 * @param unreported see {@link asReported}
 */
export function compareFacts(
  account: string,
  kind: ComparedKind,
  exchange: KeyedFacts,
  database: KeyedFacts,
  unreported: readonly string[] = [],
): ComparedRow[] {
  const [theirs, ours] = [groupByKey(exchange), groupByKey(database)];
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((key) =>
    pairUp(theirs.get(key) ?? [], ours.get(key) ?? [], unreported).map(([left, right]) => ({
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
 * Returns the exchange's facts, but with `null` for each unreported field that the database does
 * not know. An unreported field that the database does know must be right.
 */
export function asReported(
  exchange: ComparedFacts,
  database: ComparedFacts | undefined,
  unreported: readonly string[],
): ComparedFacts {
  const missing = unreported.filter((field) => database?.[field] === null);
  return { ...exchange, ...Object.fromEntries(missing.map((field) => [field, null])) };
}

function groupByKey(facts: KeyedFacts): ReadonlyMap<string, readonly ComparedFacts[]> {
  const groups = new Map<string, ComparedFacts[]>();
  for (const [key, each] of facts) groups.set(key, [...(groups.get(key) ?? []), each]);
  return groups;
}

type Pair = readonly [exchange: ComparedFacts | undefined, database: ComparedFacts | undefined];

/** Pairs things that share a key. Equal ones are paired first, so that no difference is hidden. */
function pairUp(
  exchange: readonly ComparedFacts[],
  database: readonly ComparedFacts[],
  unreported: readonly string[],
): Pair[] {
  const left = [...database];
  const agreeing = exchange.map((facts): Pair | undefined => {
    const match = left.findIndex(
      (other) => differingFields(asReported(facts, other, unreported), other).length === 0,
    );
    const [other] = match < 0 ? [] : left.splice(match, 1);
    return other && [asReported(facts, other, unreported), other];
  });
  const paired = exchange.map((facts, index): Pair => {
    const other = left[0];
    if (!agreeing[index]) left.shift();
    return agreeing[index] ?? [asReported(facts, other, unreported), other];
  });
  return [...paired, ...left.map((facts): Pair => [undefined, facts])];
}

function differingFields(
  left: ComparedFacts | undefined,
  right: ComparedFacts | undefined,
): string[] {
  const fields = Object.keys(left ?? right ?? {});
  if (!left || !right) return fields;
  return fields.filter((field) => !isSameFigure(left[field] ?? null, right[field] ?? null));
}
