/**
 * How far the ids of a database have been counted, by sequence. They only ever rise, so that lower
 * ones than were seen before mean that the database was restored from a backup.
 */
export type Marks = Readonly<Record<string, number>>;

/** Returns whether a database is behind what was seen of it before. */
export function isBehind(now: Marks, seen: Marks): boolean {
  return Object.entries(seen).some(([name, value]) => (now[name] ?? 0) < value);
}

/** Returns the higher mark of each sequence. */
export function highest(one: Marks, other: Marks): Marks {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...names].map((name) => [name, Math.max(one[name] ?? 0, other[name] ?? 0)]),
  );
}
