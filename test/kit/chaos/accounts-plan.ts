import {
  EXCHANGES,
  EXCHANGE_NAMES,
  MARKET_NAMES,
  type ExchangeName,
  type MarketName,
} from '../../../simulator/names.js';

/** An account of a run. Each has its own key, its own strategies and its own private stream. */
export interface ChaosAccount {
  readonly name: string;
  readonly market: MarketName;
}

export const STRATEGIES_EACH = 2;
/** With several accounts of a market, what concerns one of them must leave the others alone. */
const ACCOUNTS_EACH = 2;

/** What a run plays on unless it is told otherwise. */
export const USUAL_EXCHANGES: readonly ExchangeName[] = ['binance'];
/** Stands for every exchange. */
export const ALL_EXCHANGES = 'all';

/**
 * Reads the names of exchanges as they are given to a run: several in one text, or `all`.
 *
 * @throws Error naming the known exchanges
 */
export function readExchanges(given: readonly string[]): readonly ExchangeName[] {
  const names = given.flatMap((text) => text.split(',')).map((name) => name.trim());
  if (names.length === 0) return USUAL_EXCHANGES;
  if (names.includes(ALL_EXCHANGES)) return EXCHANGE_NAMES;
  const unknown = names.find((name) => !EXCHANGE_NAMES.some((known) => known === name));
  if (unknown !== undefined) {
    const known = [...EXCHANGE_NAMES, ALL_EXCHANGES].join(', ');
    throw new Error(`exchange must be of ${known}, was "${unknown}"`);
  }
  return EXCHANGE_NAMES.filter((name) => names.includes(name));
}

/** Returns the markets of some exchanges. */
export function marketsOf(exchanges: readonly ExchangeName[]): readonly MarketName[] {
  return EXCHANGES.filter(({ name }) => exchanges.includes(name)).flatMap(({ markets }) =>
    markets.map(({ name }) => name),
  );
}

/** Returns the markets of all exchanges but those that are named. */
export function marketsWithout(...exchanges: readonly ExchangeName[]): readonly MarketName[] {
  const left = marketsOf(exchanges);
  return MARKET_NAMES.filter((market) => !left.includes(market));
}

/** Returns the accounts of a run on some markets. */
export function accountsOn(markets: readonly MarketName[]): readonly ChaosAccount[] {
  return Array.from({ length: ACCOUNTS_EACH }, (_, index) =>
    markets.map((market) => ({ name: `chaos-${market}-${index + 1}`, market })),
  ).flat();
}

/** Returns the account that an index of a plan means. */
export function accountAt(accounts: readonly ChaosAccount[], index: number): ChaosAccount {
  const account = accounts[index];
  if (!account) throw new Error(`account must be below ${accounts.length}, was ${index}`);
  return account;
}
