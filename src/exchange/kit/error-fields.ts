/**
 * Returns an integer field of an error's raw body as text, be it a number or a string there.
 *
 * The raw text is searched, since a body may be cut short, and ccxt's error classes lose it.
 */
export function integerIn(body: string, field: string): string | undefined {
  return new RegExp(`"${field}"\\s*:\\s*"?(-?\\d+)`).exec(body)?.[1];
}

/** Returns a text field of an error's raw body, without JSON's escapes. */
export function textIn(body: string, field: string): string | undefined {
  const quoted = new RegExp(`"${field}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`).exec(body)?.[1];
  return quoted === undefined ? undefined : unescaped(quoted);
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1); // not quite JSON, but still the exchange's words
  }
}
