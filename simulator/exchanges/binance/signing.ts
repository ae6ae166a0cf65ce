/**
 * Returns what a REST signature covers: the texts of query and form exactly as sent, joined,
 * without the signature itself.
 */
export function signedRestPayload(query: string, body: string): string {
  return withoutSignature(query) + withoutSignature(body);
}

/** Returns what a WebSocket API signature covers: all parameters by name, not percent-encoded. */
export function signedSocketPayload(parameters: Readonly<Record<string, unknown>>): string {
  return Object.keys(parameters)
    .filter((name) => name !== 'signature')
    .sort()
    .map((name) => `${name}=${String(parameters[name])}`)
    .join('&');
}

function withoutSignature(text: string): string {
  return text.replace(/(^|&)signature=[^&]*/, '').replace(/^&/, '');
}
