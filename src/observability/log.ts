import { inspect } from 'node:util';
import { pino, type DestinationStream, type Logger } from 'pino';
import { cutSecrets } from './known-secrets.js';

export type { Logger };

/** Far more than an excerpt shows, and short enough to be searched at any time. */
const LONGEST_SEARCHED = 4_096;
/** A chain of causes may be circular. */
const DEEPEST_CAUSE = 5;

/** Fields that may contain a secret wherever they occur. pino replaces their values. */
const redacted = ['token', 'secret', 'apiKey', 'signature', 'authorization', 'cookie', 'password'];

/**
 * Creates a process's JSON logger. Messages are short constants; facts go into fields.
 *
 * @param role the process that logs: edge, worker, stream, venue or start
 * @param destination standard output by default
 */
export function createLogger(
  role: string,
  level: string,
  destination: DestinationStream = pino.destination(1),
): Logger {
  return pino(
    {
      level,
      base: { role, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.headers.${name}`]),
        censor: '[redacted]',
      },
      serializers: { err: (error: unknown) => errorFields(error) },
      // Whichever field contains a credential, it never leaves the process.
      hooks: { streamWrite: cutSecrets },
    },
    destination,
  );
}

/**
 * Cuts everything from a text that could authenticate: values with such names, and the secrets that
 * we know. ccxt puts the whole request, including its signature, into its messages; a database
 * driver puts in its whole URL; and an exchange may even echo our key.
 */
export function redactText(text: string): string {
  return cutSecrets(text)
    .replace(
      /((?:signature|listenKey|apiKey|token|secret|password)["']?\s*[=:]\s*["']?)[^&"'\s,}]+/gi,
      '$1[redacted]',
    )
    .replace(/(\bBearer\s+)[^\s"',}]+/gi, '$1[redacted]')
    .replace(/(:\/\/[^\s:@/]*:)[^\s@/]+(?=@)/g, '$1[redacted]');
}

/**
 * Returns the beginning of a text from outside. The text is redacted first, since half a key would
 * not be recognised.
 */
export function excerptOf(text: string, length: number): string {
  return redactText(text.slice(0, LONGEST_SEARCHED)).slice(0, length);
}

/**
 * Copies an error without anything that could authenticate, and without what libraries attach to
 * it.
 */
export function redactError(error: unknown, depth = 0): Error | undefined {
  if (error === undefined || depth > DEEPEST_CAUSE) return undefined;
  if (!(error instanceof Error)) return new Error(redactText(inspect(error)));
  const cause = redactError(error.cause, depth + 1);
  const copy = new Error(redactText(error.message), cause && { cause });
  copy.name = error.name;
  copy.stack = redactText(error.stack ?? '');
  return copy;
}

function errorFields(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { message: redactText(String(error)) };
  return {
    type: error.name,
    message: redactText(error.message),
    // The frames nearest to the failure. Those further out only show the libraries' path to it.
    stack: redactText((error.stack ?? '').split('\n').slice(1, 6).join('\n')),
    ...(error.cause === undefined || depth === DEEPEST_CAUSE
      ? {}
      : { cause: errorFields(error.cause, depth + 1) }),
  };
}
