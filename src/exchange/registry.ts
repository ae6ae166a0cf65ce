import { binance } from './binance/index.js';
import { bithumb } from './bithumb/index.js';
import { bybit } from './bybit/index.js';
import type {
  Endpoints,
  ExchangeAccount,
  ExchangeAdapter,
  ExchangeRest,
  MarketDirectory,
  OnUnreadable,
  OpenStream,
} from './exchange.js';
import type { FailureRule } from './failure.js';
import { unknownExchange, type KnownExchange } from './symbols.js';
import { upbit } from './upbit/index.js';

/**
 * The adapters. An exchange joins the product by one entry here, and its style by one in
 * `symbols.ts`.
 */
const adapters = { binance, bybit, upbit, bithumb } as const satisfies Readonly<
  Record<KnownExchange, ExchangeAdapter>
>;

const adaptersByName: ReadonlyMap<string, ExchangeAdapter> = new Map(Object.entries(adapters));

/** Returns an exchange's adapter. @throws Error naming the known exchanges */
export function adapterOf(exchange: string): ExchangeAdapter {
  const adapter = adaptersByName.get(exchange);
  if (adapter) return adapter;
  throw unknownExchange(exchange);
}

const failureRules = new Map(
  [...adaptersByName.values()].flatMap((adapter) => Object.entries(adapter.failureRules)),
);

/** Returns what failed submissions prove, by the exchange name in a failure's details. */
export function failureRulesOf(name: string): readonly FailureRule[] {
  return failureRules.get(name) ?? [];
}

let onListingProblem: OnUnreadable = () => undefined;

/**
 * Sets where this process hears of rows of listings that are not readable or not used, once each.
 * All accounts share the listings, so none of them hears of it.
 */
export function onListingProblems(report: OnUnreadable): void {
  onListingProblem = report;
}

const directories = new Map<string, MarketDirectory>();

/** Returns the markets behind some endpoints. Accounts on one server share one directory. */
export function marketsOf(endpoints: Endpoints): MarketDirectory {
  const key = `${endpoints.exchange} ${endpoints.marketType} ${endpoints.restUrl ?? ''}`;
  const known = directories.get(key);
  if (known) return known;
  const opened = adapterOf(endpoints.exchange).openMarkets(endpoints, (problem) =>
    onListingProblem(problem),
  );
  directories.set(key, opened);
  return opened;
}

/** Opens the REST side of an account. @throws Error naming the known exchanges */
export function openRest(
  account: ExchangeAccount,
  options: { readTimeoutMs: number },
): ExchangeRest {
  return adapterOf(account.exchange).openRest(account, marketsOf(account), options);
}

/**
 * Returns a function that opens an account's private stream. @throws Error naming known exchanges
 */
export function openStream(account: ExchangeAccount): OpenStream {
  return adapterOf(account.exchange).openStream(account, marketsOf(account));
}
