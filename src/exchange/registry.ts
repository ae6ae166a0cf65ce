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
import { unknownExchange, type ExchangeName } from './symbols.js';
import { upbit } from './upbit/index.js';

/** The one line that joins an exchange to the product; its style joins in `symbols.ts`. */
const adapters = { binance, bybit, upbit, bithumb } as const satisfies Readonly<
  Record<ExchangeName, ExchangeAdapter>
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

/** Returns what failed submissions prove, by the name that a failure's details carry. */
export function failureRulesOf(name: string): readonly FailureRule[] {
  return failureRules.get(name) ?? [];
}

const directories = new Map<string, MarketDirectory>();

/** Returns the markets behind some endpoints; accounts on one server share one directory. */
export function marketsOf(endpoints: Endpoints): MarketDirectory {
  const key = `${endpoints.exchange} ${endpoints.marketType} ${endpoints.restUrl ?? ''}`;
  const known = directories.get(key);
  if (known) return known;
  const opened = adapterOf(endpoints.exchange).openMarkets(endpoints);
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

/** Returns what opens the private stream of an account. @throws Error naming the known exchanges */
export function openStream(account: ExchangeAccount): OpenStream {
  return adapterOf(account.exchange).openStream(account, marketsOf(account));
}
