/** Anything shorter would cut words that are no secret. */
const SHORTEST = 6;
/**
 * A JSON Web Token or a part of one, which may hold an API key: base64url of what begins with `{"`.
 */
const JSON_TOKEN = /(?<![A-Za-z])eyJ[\w-]{4,}(?:\.[\w-]*)*/g;

/**
 * Every credential that this process has decrypted, in all its writings; the longest come first.
 */
let known: readonly string[] = [];

/** Has these values cut from whatever is logged, stored or shown from now on. */
export function registerSecrets(...values: readonly string[]): void {
  const written = values.filter((value) => value.length >= SHORTEST).flatMap(writings);
  if (written.every((value) => known.includes(value))) return;
  known = [...new Set([...known, ...written])].sort((a, b) => b.length - a.length);
}

/**
 * Cuts the credentials that this process knows, wherever they stand, and what looks like a token.
 */
export function cutSecrets(text: string): string {
  return known
    .reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
    .replace(JSON_TOKEN, '[redacted]');
}

/** Returns a value as it is, in JSON (where a slash may be escaped, too), and in a URL. */
function writings(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  return [value, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(value)];
}
