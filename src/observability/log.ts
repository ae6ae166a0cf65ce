import { pino, type Logger } from 'pino';

export type { Logger };

/** Fields that may hold a secret wherever they occur; pino replaces their values. */
const redacted = ['token', 'secret', 'apiKey', 'signature', 'authorization', 'cookie', 'password'];

/**
 * Creates a process's JSON logger. Messages are short constants; facts go into fields.
 *
 * @param role edge, worker, stream, venue or start: the process that speaks
 */
export function createLogger(role: string, level: string): Logger {
  return pino({
    level,
    base: { role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.headers.${name}`]),
      censor: '[redacted]',
    },
    serializers: { err: errorFields },
  });
}

/**
 * ccxt puts the whole request, signature included, into its messages, and a driver its whole URL:
 * cut what could authenticate.
 */
export function redactText(text: string): string {
  return text
    .replace(
      /((?:signature|listenKey|apiKey|token|secret|password)["']?\s*[=:]\s*["']?)[^&"'\s,}]+/gi,
      '$1[redacted]',
    )
    .replace(/(\bBearer\s+)[^\s"',}]+/gi, '$1[redacted]')
    .replace(/(:\/\/[^\s:@/]*:)[^\s@/]+(?=@)/g, '$1[redacted]');
}

function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { message: redactText(String(error)) };
  return {
    type: error.name,
    message: redactText(error.message),
    // The frames that name our own call; the rest is the libraries' own way there.
    stack: redactText((error.stack ?? '').split('\n').slice(1, 6).join('\n')),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  };
}
