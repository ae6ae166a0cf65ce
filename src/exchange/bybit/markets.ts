import type { MarketRules } from '../../domain/market.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { Endpoints, MarketDirectory } from '../exchange.js';
import { callExchange } from '../kit/ccxt-call.js';
import { bindCall, type ImplicitCall } from '../kit/ccxt-client.js';
import { KeptListing, namesNoMarkets, type Listing } from '../kit/kept-listing.js';
import { parseAnswer } from '../kit/parse-answer.js';
import { categoryOf, createClient, type BybitCategory } from './client.js';
import { errorSource } from './codes.js';
import { everyPage } from './paging.js';
import { instrument, listAnswer, type BybitInstrument } from './wire.js';

const TIMEOUT_MS = 10_000;
/** The endpoint's maximum for a page of contracts. All spot markets come in one page. */
const PAGE = 1000;

interface BybitListing extends Listing {
  readonly symbolsById: ReadonlyMap<string, MarketSymbol>;
  readonly idsBySymbol: ReadonlyMap<MarketSymbol, string>;
  readonly settleCoins: ReadonlySet<string>;
}

const nothing: BybitListing = {
  rules: new Map(),
  symbolsById: new Map(),
  idsBySymbol: new Map(),
  settleCoins: new Set(),
};

/**
 * Bybit's listed markets of one category with their filters, loaded on first use and kept for an
 * hour.
 */
export class BybitMarkets implements MarketDirectory {
  readonly category: BybitCategory;
  readonly #list: ImplicitCall;
  readonly #kept = new KeptListing(nothing, () => this.#fetch());

  constructor(endpoints: Endpoints) {
    this.category = categoryOf(endpoints.marketType);
    const client = createClient(endpoints, { timeoutMs: TIMEOUT_MS });
    this.#list = bindCall(client, 'publicGetV5MarketInstrumentsInfo');
  }

  rulesFor(symbol: MarketSymbol): Promise<MarketRules | null> {
    return this.#kept.rulesFor(symbol);
  }

  /** Returns `BASE/QUOTE` for an id such as `BTCUSDT`, or `undefined` when it is not listed. */
  symbolOf(id: string): MarketSymbol | undefined {
    return this.#kept.current.symbolsById.get(id);
  }

  /**
   * Returns Bybit's id of a market: `BTC/USDT` is `BTCUSDT`. Contracts that settle in another coin
   * have irregular ids (`BTCPERP` is `BTC/USDC`), which only the listing contains.
   *
   * @throws ExchangeFailure when the listing is needed and cannot be loaded
   */
  async idOf(symbol: MarketSymbol): Promise<string> {
    const isJoined = this.category === 'spot' || symbol.endsWith('/USDT');
    if (!isJoined) await this.ready();
    return this.#kept.current.idsBySymbol.get(symbol) ?? symbol.replace('/', '');
  }

  /**
   * Returns the settlement coins of the listed contracts: Bybit lists open orders by one coin at a
   * time.
   */
  settleCoins(): string[] {
    return [...this.#kept.current.settleCoins];
  }

  ready(): Promise<void> {
    return this.#kept.ready();
  }

  async #fetch(): Promise<BybitListing> {
    const what = { ...errorSource, call: 'GET instruments-info' };
    const rows = await everyPage(async (cursor) => {
      const answer = await callExchange(what, TIMEOUT_MS, () =>
        this.#list({
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
    if (listed.length === 0) throw namesNoMarkets(what);
    return toListing(listed);
  }
}

function toListing(instruments: readonly BybitInstrument[]): BybitListing {
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

function toRules({
  symbol,
  status,
  priceFilter,
  lotSizeFilter: lot,
}: BybitInstrument): MarketRules {
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
