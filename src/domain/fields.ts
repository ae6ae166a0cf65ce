/**
 * Returns the given list of a type's fields. The compiler rejects a list that leaves a field out:
 * `listOf<Point>()(['x', 'y'])`. TypeScript needs the two calls to name one type and infer the
 * other.
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
