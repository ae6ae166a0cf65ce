import type { MarketRules } from '../../domain/market.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import { callExchange, parseAnswer } from '../ccxt-call.js';
import { ExchangeFailure, type Endpoints, type MarketDirectory } from '../exchange.js';
import { categoryOf, createClient, type Category } from './client.js';
import { errorSource } from './codes.js';
import { everyPage } from './paging.js';
import { instrument, listAnswer, type Instrument } from './wire.js';

const TIMEOUT_MS = 10_000;
/** Listings and filters change rarely; an unknown symbol is looked up again sooner. */
const FRESH_FOR_MS = 3_600_000;
const RECHECK_UNKNOWN_AFTER_MS = 30_000;
/** A page of contracts, the endpoint's maximum; spot comes in one. */
const PAGE = 1000;

interface PublicCalls {
  publicGetV5MarketInstrumentsInfo(parameters: Record<string, string | number>): Promise<unknown>;
}

interface Listing {
  readonly rules: ReadonlyMap<MarketSymbol, MarketRules>;
  readonly symbolsById: ReadonlyMap<string, MarketSymbol>;
  readonly idsBySymbol: ReadonlyMap<MarketSymbol, string>;
  readonly settleCoins: ReadonlySet<string>;
}

const nothing: Listing = {
  rules: new Map(),
  symbolsById: new Map(),
  idsBySymbol: new Map(),
  settleCoins: new Set(),
};

/** Bybit's listed markets of one category with their filters, loaded on first use and kept for an hour. */
export class BybitMarkets implements MarketDirectory {
  readonly category: Category;
  readonly #client: PublicCalls;
  #listing = nothing;
  #loadedAt = 0;
  #loading: Promise<void> | undefined;

  constructor(endpoints: Endpoints) {
    this.category = categoryOf(endpoints.marketType);
    this.#client = createClient(endpoints, undefined, TIMEOUT_MS) as unknown as PublicCalls;
  }

  async rulesFor(symbol: MarketSymbol): Promise<MarketRules | null> {
    const age = Date.now() - this.#loadedAt;
    const known = this.#listing.rules.get(symbol);
    if (age > FRESH_FOR_MS || (!known && age > RECHECK_UNKNOWN_AFTER_MS)) {
      // An hour-old rule beats no rule while the exchange does not answer.
      await this.#load().catch((error: unknown) => {
        if (!known) throw error;
      });
    }
    return this.#listing.rules.get(symbol) ?? null;
  }

  /** Returns `BASE/QUOTE` for an exchange id such as `BTCUSDT`, or `undefined` when it is not listed. */
  symbolOf(id: string): MarketSymbol | undefined {
    return this.#listing.symbolsById.get(id);
  }

  /**
   * Returns Bybit's id of a market: `BTC/USDT` is `BTCUSDT`. Contracts settled in another coin have ids of
   * their own (`BTCPERP` is `BTC/USDC`), which only the listing tells.
   *
   * @throws ExchangeFailure when it is needed and not to be had
   */
  async idOf(symbol: MarketSymbol): Promise<string> {
    const isJoined = this.category === 'spot' || symbol.endsWith('/USDT');
    if (!isJoined) await this.ready();
    return this.#listing.idsBySymbol.get(symbol) ?? symbol.replace('/', '');
  }

  /** Returns what the listed contracts settle in; of open orders those of one coin are told at a time. */
  settleCoins(): string[] {
    return [...this.#listing.settleCoins];
  }

  async ready(): Promise<void> {
    if (this.#loadedAt === 0) await this.#load();
  }

  #load(): Promise<void> {
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #fetch(): Promise<void> {
    const what = { ...errorSource, call: 'GET instruments-info' };
    const rows = await everyPage(async (cursor) => {
      const answer = await callExchange(what, TIMEOUT_MS, () =>
        this.#client.publicGetV5MarketInstrumentsInfo({
          category: this.category,
          ...(this.category === 'linear' ? { limit: PAGE } : {}),
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      return parseAnswer(what, listAnswer(instrument), answer).result;
    });
    const listed = rows.filter(
      ({ contractType }) => this.category === 'spot' || contractType === 'LinearPerpetual',
    );
    // An empty answer wipes nothing: what was known before stays, and it is asked for again.
    if (listed.length === 0) {
      throw new ExchangeFailure(
        'bybit GET instruments-info: expected markets, the answer names none',
        'unreadable',
      );
    }
    this.#listing = toListing(listed);
    this.#loadedAt = Date.now();
  }
}

function toListing(instruments: readonly Instrument[]): Listing {
  const markets = instruments.map((each) => ({
    ...each,
    symbol: `${each.baseCoin}/${each.quoteCoin}`,
    id: each.symbol,
  }));
  return {
    rules: new Map(markets.map((each) => [each.symbol, toRules(each)])),
    symbolsById: new Map(markets.map(({ id, symbol }) => [id, symbol])),
    idsBySymbol: new Map(markets.map(({ id, symbol }) => [symbol, id])),
    settleCoins: new Set(markets.map(({ settleCoin, quoteCoin }) => settleCoin ?? quoteCoin)),
  };
}

function toRules({ symbol, status, priceFilter, lotSizeFilter: lot }: Instrument): MarketRules {
  const step = lot.basePrecision ?? lot.qtyStep ?? '0';
  const minimum = lot.minOrderQty ?? null;
  const marketMaximum = lot.maxMarketOrderQty ?? lot.maxMktOrderQty;
  return {
    symbol,
    isTrading: status === 'Trading',
    orderTypes: ['LIMIT', 'MARKET'],
    price: {
      step: priceFilter.tickSize,
      minimum: priceFilter.minPrice ?? null,
      maximum: priceFilter.maxPrice ?? null,
    },
    quantity: { step, minimum, maximum: lot.maxLimitOrderQty ?? lot.maxOrderQty ?? null },
    marketQuantity: marketMaximum === undefined ? null : { step, minimum, maximum: marketMaximum },
    minimumNotional: lot.minOrderAmt ?? lot.minNotionalValue ?? null,
  };
}
