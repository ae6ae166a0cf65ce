import ccxt, { type Exchange } from 'ccxt';
import { cutSecrets } from '../../observability/known-secrets.js';
import { ExchangeFailure, type FailureOrigin } from '../failure.js';

/** What ccxt's error classes lose: the answer itself. */
interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** Whose errors an answer holds, and how they are read from its raw body. */
export interface ErrorSource {
  /** Names a table of failures: a key of the adapter's `failureRules`. */
  readonly exchange: string;
  /**
   * Returns the exchange's own code (or its name for the error) and words, as far as the body has them, and
   * how long to wait where it tells that in its own way; `Retry-After` is read for all.
   */
  readError(
    body: string,
    answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  ): { code?: string; words?: string; retryAfterMs?: number };
}

/** Which call of which exchange. */
export interface CallName extends ErrorSource {
  readonly call: string;
}

/** What is known of every answer, whatever becomes of it. */
export interface AnsweredCall {
  readonly status: number;
  /** Their names are lower-cased. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the request: `/v5/order/create`. */
  readonly path: string;
}

/** Hears of every answer. */
export type OnAnswer = (answer: AnsweredCall) => void;

function nameOf({ exchange, call }: Omit<CallName, 'readError'>): string {
  return `${exchange} ${call}`;
}

/**
 * Makes every HTTP-level error of a ccxt client carry the raw answer as `error.http`.
 * `last_http_response` cannot serve: concurrent calls overwrite it.
 */
export function keepHttpAnswers<T extends Exchange>(client: T, onAnswer?: OnAnswer): T {
  // ccxt calls the second right after the first, which is the only one that is given the headers.
  let headers: unknown;
  for (const name of ['handleErrors', 'handleHttpStatusCode'] as const) {
    const original = (client[name] as (...args: unknown[]) => unknown).bind(client);
    const isFirst = name === 'handleErrors';
    Object.assign(client, {
      [name]: (...args: unknown[]) => {
        const [status, , url] = args;
        if (isFirst) {
          headers = args[4];
          onAnswer?.({ status: Number(status), headers: lowerCased(headers), path: pathOf(url) });
        }
        try {
          return original(...args);
        } catch (error) {
          const http = { status, headers, body: args[isFirst ? 5 : 4] };
          throw Object.assign(error as Error, { http });
        }
      },
    });
  }
  return client;
}

function pathOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).pathname : '';
}

function lowerCased(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

/**
 * Runs one ccxt call within a time limit that covers the body too (ccxt's own ends with the headers)
 * and turns whatever goes wrong into an {@link ExchangeFailure}.
 */
export async function callExchange<T>(
  what: CallName,
  timeoutMs: number,
  call: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ExchangeFailure(`${nameOf(what)}: no answer within ${timeoutMs} ms`, 'no_answer'));
    }, timeoutMs);
  });
  try {
    return await Promise.race([call(), timeout]);
  } catch (error) {
    throw toFailure(what, error);
  } finally {
    clearTimeout(timer);
  }
}

function toFailure(what: CallName, error: unknown): ExchangeFailure {
  if (error instanceof ExchangeFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const http = (error as { http?: HttpAnswer }).http;
  if (http) {
    const headers = lowerCased(http.headers);
    const answer = { status: http.status, headers };
    // Before anything is cut short: half a key would not be known as one.
    const body = cutSecrets(http.body);
    const { code, words: told, retryAfterMs } = what.readError(body, answer);
    const words = told ?? body.slice(0, 200);
    const waitMs = retryAfterMs ?? Number(headers['retry-after']) * 1000;
    return new ExchangeFailure(
      `${nameOf(what)}: HTTP ${http.status}${code === undefined ? '' : ` ${code}`} ${words}`,
      'answer',
      {
        exchange: what.exchange,
        words,
        httpStatus: http.status,
        ...(code === undefined ? {} : { code }),
        ...(Number.isFinite(waitMs) ? { retryAfterMs: waitMs } : {}),
      },
      { cause: error },
    );
  }
  return new ExchangeFailure(`${nameOf(what)}: ${message}`, originOf(error), {}, { cause: error });
}

/** Only a connection that never came about proves that nothing was sent. */
function originOf(error: unknown): FailureOrigin {
  if (!(error instanceof ccxt.BaseError)) return 'unreadable'; // ccxt fails so on what is not JSON
  const neverConnected =
    error instanceof ccxt.NetworkError && /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(error.message);
  return neverConnected ? 'no_connection' : 'no_answer';
}

interface NotParsed {
  readonly issues: readonly { path: PropertyKey[]; message: string }[];
}

/**
 * Names the fields that are not as documented, and why.
 *
 * @param whole how the whole is called, where no field of it is to blame
 */
export function notAsDocumented({ issues }: NotParsed, whole: string): string {
  return issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.') || whole}: ${issue.message}`)
    .join('; ');
}

/** Parses an answer by a schema's `safeParse`; an answer that does not fit names call and field. */
export function parseAnswer<T>(
  what: Omit<CallName, 'readError'>,
  schema: {
    safeParse(value: unknown): { success: true; data: T } | { success: false; error: NotParsed };
  },
  answer: unknown,
): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const problem = notAsDocumented(parsed.error, 'answer');
  throw new ExchangeFailure(
    `${nameOf(what)}: the answer is not as documented: ${problem}`,
    'unreadable',
  );
}
