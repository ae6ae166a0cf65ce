/** Anything shorter would also cut words that are not secret. */
const SHORTEST = 6;
/**
 * A JSON Web Token or a part of one, which may contain an API key: base64url of a text that begins
 * with `{"`.
 */
const JSON_TOKEN = /(?<![A-Za-z])eyJ[\w-]{4,}(?:\.[\w-]*)*/g;

/** Every credential that this process has decrypted, in all its forms, longest first. */
let known: readonly string[] = [];

/** From now on, cuts these values from whatever is logged, stored or shown. */
export function registerSecrets(...values: readonly string[]): void {
  const written = values.filter((value) => value.length >= SHORTEST).flatMap(writings);
  if (written.every((value) => known.includes(value))) return;
  known = [...new Set([...known, ...written])].sort((a, b) => b.length - a.length);
}

/** Cuts every credential that this process knows, and everything that looks like a token. */
export function cutSecrets(text: string): string {
  return known
    .reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
    .replace(JSON_TOKEN, '[redacted]');
}

/**
 * Returns the forms of a value: plain, in JSON (where a slash may also be escaped), and in a URL.
 */
function writings(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  return [value, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(value)];
}
