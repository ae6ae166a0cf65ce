import { binance } from './binance/index.js';
import { bithumb } from './bithumb/index.js';
import { bybit } from './bybit/index.js';
import type {
  Endpoints,
  ExchangeAccount,
  ExchangeAdapter,
  ExchangeRest,
  MarketDirectory,
  OpenStream,
} from './exchange.js';
import type { FailureRule } from './failure.js';
import type { ExchangeName } from './symbols.js';
import { upbit } from './upbit/index.js';

/** The one line that joins an exchange to the product. */
const adapters: Readonly<Record<string, ExchangeAdapter>> = {
  binance,
  bybit,
  upbit,
  bithumb,
} satisfies Readonly<Record<ExchangeName, ExchangeAdapter>>;

/** Names of the exchanges that accounts can be made for. */
export const EXCHANGES: readonly string[] = Object.keys(adapters);

/** Returns an exchange's adapter. @throws Error naming the known exchanges. */
export function adapterOf(exchange: string): ExchangeAdapter {
  const adapter = adapters[exchange];
  if (!adapter) {
    throw new Error(`exchange must be one of ${EXCHANGES.join(', ')}, was "${exchange}"`);
  }
  return adapter;
}

const failureRules = new Map(
  Object.values(adapters).flatMap((adapter) => Object.entries(adapter.failureRules)),
);

/** Returns what failed submissions prove, by the name that a failure's details carry. */
export function failureRulesOf(name: string): readonly FailureRule[] {
  return failureRules.get(name) ?? [];
}

const directories = new Map<string, MarketDirectory>();

/** Returns the markets behind some endpoints; accounts on the same server share one directory. */
export function marketsOf(endpoints: Endpoints): MarketDirectory {
  const key = `${endpoints.exchange} ${endpoints.marketType} ${endpoints.restUrl ?? ''}`;
  const known = directories.get(key);
  if (known) return known;
  const opened = adapterOf(endpoints.exchange).openMarkets(endpoints);
  directories.set(key, opened);
  return opened;
}

export function openRest(
  account: ExchangeAccount,
  options: { readTimeoutMs: number },
): ExchangeRest {
  return adapterOf(account.exchange).openRest(account, marketsOf(account), options);
}

export function openStream(account: ExchangeAccount): OpenStream {
  return adapterOf(account.exchange).openStream(account, marketsOf(account));
}
