/**
 * Returns the list of a type's fields as it is written, and lets the compiler refuse one that
 * leaves a field out: `listOf<Point>()(['x', 'y'])`. The two calls are TypeScript's way to name one
 * type and infer the other.
 */
export function listOf<T>(): <const List extends readonly (keyof T)[]>(
  fields: List & ([keyof T] extends [List[number]] ? unknown : 'a field is missing'),
) => List {
  return (fields) => fields;
}

/** Returns an object with only the named fields of another. */
export function pick<T extends object, Field extends keyof T>(
  source: T,
  fields: readonly Field[],
): Pick<T, Field> {
  return Object.fromEntries(fields.map((field) => [field, source[field]])) as Pick<T, Field>;
}
