/**
 * Reads the URL that replaces an exchange's REST servers. It is an origin; the exchange's own paths
 * are appended to it.
 *
 * @throws Error that says what was expected and what came
 */
export function readRestUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  const isBare = url?.pathname === '/' && !url.search && !url.hash && !url.username;
  if (!url || !isWeb || !isBare) {
    throw new Error(
      `--rest-url must be an origin such as https://host:port, without a path, was "${text}"`,
    );
  }
  return url.origin;
}

/**
 * Reads the URL of an exchange's private stream, as the exchange documents it.
 *
 * @throws Error that says what was expected and what came
 */
export function readStreamUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSocket = url?.protocol === 'ws:' || url?.protocol === 'wss:';
  if (!url || !isSocket || url.search || url.hash || url.username) {
    throw new Error(
      '--stream-url must be a ws:// or wss:// URL without query, ' +
        `such as wss://host:port/ws-api/v3, was "${text}"`,
    );
  }
  return text;
}
