import ccxt, { type Exchange } from 'ccxt';
import type { Credentials, Endpoints } from '../exchange.js';
import type { ExchangeClock } from './exchange-clock.js';

/** What is known of every answer, whatever it says. */
export interface AnsweredCall {
  readonly status: number;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The path of the request: `/v5/order/create`. */
  readonly path: string;
}

/** Called for every answer. */
export type OnAnswer = (answer: AnsweredCall) => void;

/** What a client is opened with. */
export interface ClientSetup {
  /** Absent for public calls. */
  readonly credentials?: Credentials;
  /** When ccxt gives up a call, in milliseconds. */
  readonly timeoutMs: number;
  /** Where signed requests take their timestamps from. Without it, from this machine's clock. */
  readonly clock?: Pick<ExchangeClock, 'now'>;
  readonly onAnswer?: OnAnswer;
}

/** The parameters of a call, sent as they are. */
export type CallParameters = Readonly<Record<string, string | number | boolean>>;

/** A call that ccxt signs and sends, and that it names after method and path: `privateGetOrder`. */
export type ImplicitCall<P = CallParameters> = (parameters: P) => Promise<unknown>;

/** Returns the options that all our clients have in common. */
export function clientOptions({ credentials, timeoutMs }: ClientSetup): Record<string, unknown> {
  return {
    ...(credentials ? { apiKey: credentials.apiKey, secret: credentials.secret } : {}),
    timeout: timeoutMs,
    // Our budget spaces the calls. ccxt's own queue would hold a call past its time limit, and then
    // still send it.
    enableRateLimit: false,
  };
}

/**
 * Returns the option that replaces the exchange's servers by the one at `restUrl`. The option is
 * empty for the real servers.
 *
 * @param paths what follows the origin, by ccxt's name for each part of the API
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

/**
 * Makes a client sign with the given clock, and makes its errors keep the exchange's answer, or why
 * there was no connection.
 */
export function prepareClient<T extends Exchange>(client: T, { clock, onAnswer }: ClientSetup): T {
  // ccxt's own nonce is our time minus `options.timeDifference`.
  if (clock) Object.assign(client, { nonce: () => clock.now() });
  keepFailedAddresses(client);
  return keepHttpAnswers(client, onAnswer);
}

/**
 * Returns one of a client's implicit calls. @throws TypeError when ccxt has no call of that name
 */
export function bindCall<P = CallParameters>(client: Exchange, name: string): ImplicitCall<P> {
  const call = (client as unknown as Readonly<Record<string, ImplicitCall<P> | undefined>>)[name];
  if (!call) throw new TypeError(`ccxt's ${client.id} has no call ${name}`);
  return (parameters) => call.call(client, parameters);
}

/** Returns a client's implicit calls under our own names. */
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

/** Why none of a host's addresses could be connected to: `ECONNREFUSED`, one for each address. */
export interface FailedAddresses {
  readonly addressCodes: readonly string[];
}

/**
 * Makes a ccxt client's errors say why a host with several addresses could not be connected to.
 * Node's error for these has no message, and the code of the first address only; ccxt would keep
 * the message alone.
 */
function keepFailedAddresses(client: Exchange): void {
  const request = client.undiciRequest.bind(client);
  client.undiciRequest = async (url: string, params: { readonly method: string }) => {
    try {
      return await request(url, params);
    } catch (error) {
      if (!(error instanceof AggregateError) || error.errors.length === 0) throw error;
      const causes = error.errors as readonly NodeJS.ErrnoException[];
      const words = causes.map(({ message }) => message).join('; ');
      // ccxt passes on errors of its own as they are.
      const failure = new ccxt.NetworkError(`${client.id} ${params.method} ${url}: ${words}`);
      const addresses: FailedAddresses = { addressCodes: causes.map(({ code = '' }) => code) };
      throw Object.assign(failure, addresses, { cause: error });
    }
  };
}

/**
 * Makes every HTTP-level error of a ccxt client carry the raw answer as `error.http`.
 * `last_http_response` would not do: concurrent calls overwrite it.
 */
function keepHttpAnswers<T extends Exchange>(client: T, onAnswer?: OnAnswer): T {
  // ccxt calls the second one right after the first, and passes the headers to the first only.
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
