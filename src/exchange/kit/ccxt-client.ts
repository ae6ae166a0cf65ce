import type { Exchange } from 'ccxt';
import type { Credentials, Endpoints } from '../exchange.js';
import type { ExchangeClock } from './exchange-clock.js';

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

/** What a client is opened with. */
export interface ClientSetup {
  /** Left out for public calls. */
  readonly credentials?: Credentials;
  /** When ccxt gives a call up, in milliseconds. */
  readonly timeoutMs: number;
  /** What signed requests take their timestamps from; without one, this machine's time. */
  readonly clock?: Pick<ExchangeClock, 'now'>;
  readonly onAnswer?: OnAnswer;
}

/** Parameters of a call, sent as they are. */
export type CallParameters = Readonly<Record<string, string | number | boolean>>;

/** A call that ccxt signs and sends, and names after method and path: `privateGetOrder`. */
export type ImplicitCall<P = CallParameters> = (parameters: P) => Promise<unknown>;

/** Returns the options that all our clients have in common. */
export function clientOptions({ credentials, timeoutMs }: ClientSetup): Record<string, unknown> {
  return {
    ...(credentials ? { apiKey: credentials.apiKey, secret: credentials.secret } : {}),
    timeout: timeoutMs,
    // The budget spaces calls. ccxt's own queue would hold a call past its time limit, and send it
    // still.
    enableRateLimit: false,
  };
}

/**
 * Returns the option that replaces the exchange's servers by the one that `restUrl` names; empty
 * for the real ones.
 *
 * @param paths what follows the origin, by ccxt's name for the part of the API
 */
export function clientUrls(
  { restUrl }: Endpoints,
  paths: Readonly<Record<string, string>> = { public: '', private: '' },
): { urls?: { api: Record<string, string> } } {
  if (restUrl === null) return {};
  const origin = restUrl.replace(/\/+$/, '');
  const api = Object.entries(paths).map(([part, path]) => [part, `${origin}${path}`]);
  return { urls: { api: Object.fromEntries(api) as Record<string, string> } };
}

/** Has a client sign by the given clock, and makes its errors keep the exchange's answer. */
export function prepareClient<T extends Exchange>(client: T, { clock, onAnswer }: ClientSetup): T {
  // ccxt's own is our time less `options.timeDifference`.
  if (clock) Object.assign(client, { nonce: () => clock.now() });
  return keepHttpAnswers(client, onAnswer);
}

/** Returns one of a client's implicit calls. @throws TypeError when ccxt has none of that name */
export function bindCall<P = CallParameters>(client: Exchange, name: string): ImplicitCall<P> {
  const call = (client as unknown as Readonly<Record<string, ImplicitCall<P> | undefined>>)[name];
  if (!call) throw new TypeError(`ccxt's ${client.id} has no call ${name}`);
  return (parameters) => call.call(client, parameters);
}

/** Returns a client's implicit calls under our names for them. */
export function bindCalls<Name extends string, P = CallParameters>(
  client: Exchange,
  names: Readonly<Record<Name, string>>,
): Readonly<Record<Name, ImplicitCall<P>>> {
  const calls = Object.entries<string>(names).map(([name, call]) => [
    name,
    bindCall<P>(client, call),
  ]);
  return Object.fromEntries(calls) as Record<Name, ImplicitCall<P>>;
}

/**
 * Makes every HTTP-level error of a ccxt client carry the raw answer as `error.http`.
 * `last_http_response` cannot serve: concurrent calls overwrite it.
 */
function keepHttpAnswers<T extends Exchange>(client: T, onAnswer?: OnAnswer): T {
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
          const http = { status, headers: lowerCased(headers), body: args[isFirst ? 5 : 4] };
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
