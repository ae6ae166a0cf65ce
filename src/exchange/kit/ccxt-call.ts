import ccxt from 'ccxt';
import { cutSecrets } from '../../observability/known-secrets.js';
import { ExchangeFailure, type FailureOrigin } from '../failure.js';
import type { FailedAddresses } from './ccxt-client.js';
import { nameOf, type CallName } from './parse-answer.js';

/** Longer than any documented message. */
const LONGEST_TEXT = 500;

/** The raw answer. ccxt's error classes lose it; a prepared client keeps it. */
interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Whose errors an answer contains, and how to read them from its raw body. */
export interface ErrorSource {
  /** The name of a table of failures: a key of the adapter's `failureRules`. */
  readonly exchange: string;
  /**
   * Returns the exchange's own code (or its name for the error) and words, as far as the body has
   * them, and how long to wait if the exchange says that in its own way. `Retry-After` is read for
   * every exchange.
   */
  readError(
    body: string,
    answer: Pick<HttpAnswer, 'status' | 'headers'>,
  ): { code?: string; words?: string; retryAfterMs?: number };
}

/**
 * Runs one ccxt call within a time limit, and turns any error into an {@link ExchangeFailure}. The
 * limit covers the body too; ccxt's own ends with the headers.
 */
export async function callExchange<T>(
  what: CallName & ErrorSource,
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

function toFailure(what: CallName & ErrorSource, error: unknown): ExchangeFailure {
  if (error instanceof ExchangeFailure) return error;
  const { http } = error as { http?: HttpAnswer };
  if (http) return answeredFailure(what, http, error);
  const message = error instanceof Error ? error.message : String(error);
  return new ExchangeFailure(`${nameOf(what)}: ${message}`, originOf(error), {}, { cause: error });
}

function answeredFailure(
  what: CallName & ErrorSource,
  { status, headers, body: raw }: HttpAnswer,
  cause: unknown,
): ExchangeFailure {
  // This must happen before anything is cut short: half a key would not be recognised as one.
  const body = cutSecrets(raw);
  const read = what.readError(body, { status, headers });
  const code = read.code === undefined ? undefined : legible(read.code);
  const words = legible(read.words ?? body.slice(0, 200));
  const waitMs = read.retryAfterMs ?? Number(headers['retry-after']) * 1000;
  return new ExchangeFailure(
    `${nameOf(what)}: HTTP ${status}${code === undefined ? '' : ` ${code}`} ${words}`,
    'answer',
    {
      exchange: what.exchange,
      words,
      httpStatus: status,
      ...(code === undefined ? {} : { code }),
      ...(Number.isFinite(waitMs) ? { retryAfterMs: waitMs } : {}),
    },
    { cause },
  );
}

/**
 * Makes an exchange's text fit for a table and a page, whatever it sends: on one line (Postgres
 * stores no NUL) and of a bearable length. Escapes may have hidden a secret until now.
 */
function legible(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is cut out
  return cutSecrets(text.replace(/[\u0000-\u001f\u007f]+/g, ' ')).slice(0, LONGEST_TEXT);
}

const NEVER_CONNECTED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/;

/**
 * Only a connection that was never opened proves that nothing was sent. If a host has several
 * addresses, each of them must have refused it.
 */
function originOf(error: unknown): FailureOrigin {
  if (!(error instanceof ccxt.BaseError)) return 'unreadable'; // the answer is not JSON
  if (!(error instanceof ccxt.NetworkError)) return 'no_answer';
  const { addressCodes = [error.message] } = error as Partial<FailedAddresses>;
  const neverConnected = addressCodes.every((reason) => NEVER_CONNECTED.test(reason));
  return neverConnected ? 'no_connection' : 'no_answer';
}
