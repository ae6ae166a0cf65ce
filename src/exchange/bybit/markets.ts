import { z } from 'zod';
import type { MarketRules } from '../../domain/market.js';
import { baseAsset, marketId, quoteAsset, type MarketSymbol } from '../../domain/symbol.js';
import type { Endpoints, OnUnreadable } from '../exchange.js';
import { bindCall, type ImplicitCall } from '../kit/ccxt-client.js';
import { ExchangeCalls } from '../kit/exchange-calls.js';
import { KeptListing, namesNoMarkets } from '../kit/kept-listing.js';
import { rateBudgetOf } from '../kit/limits/rate-budget.js';
import { readListing, type Listing, type NamedRow } from '../kit/listing.js';
import { categoryOf, createClient, type BybitCategory } from './client.js';
import { errorSource } from './codes.js';
import { BybitLimitRules, PUBLIC_COSTS } from './limits.js';
import { everyPage } from './paging.js';
import { bybitSymbols } from './symbols.js';
import { instrumentName, instrumentTerms, listAnswer } from './wire.js';

const TIMEOUT_MS = 10_000;
/** The endpoint's maximum for a page of contracts. All spot markets come in one page. */
const PAGE = 1000;

interface BybitListing extends Listing {
  readonly settleCoins: ReadonlySet<string>;
}

/**
 * Bybit's listed markets of one category with their filters, loaded on first use and kept for an
 * hour.
 */
export class BybitMarkets extends KeptListing<BybitListing> {
  readonly category: BybitCategory;
  readonly #calls: ExchangeCalls;
  readonly #list: ImplicitCall;

  constructor(endpoints: Endpoints, onProblem?: OnUnreadable) {
    super(onProblem);
    this.category = categoryOf(endpoints.marketType);
    const budget = rateBudgetOf(endpoints, new BybitLimitRules(endpoints.marketType));
    this.#calls = new ExchangeCalls({ ...errorSource, budget });
    const client = createClient(endpoints, { timeoutMs: TIMEOUT_MS, onAnswer: budget.onAnswer });
    this.#list = bindCall(client, 'publicGetV5MarketInstrumentsInfo');
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
    return this.knownIdOf(symbol);
  }

  /**
   * Returns the settlement coins of the listed contracts: Bybit lists open orders by one coin at a
   * time.
   */
  settleCoins(): string[] {
    return [...(this.current?.settleCoins ?? [])];
  }

  protected usualIdOf(symbol: MarketSymbol): string {
    const { ending, quote } = bybitSymbols.perpetualIds;
    const isEnded = this.category === 'linear' && quoteAsset(symbol) === quote;
    return isEnded ? `${baseAsset(symbol)}${ending}` : marketId(symbol, bybitSymbols);
  }

  protected async fetch(): Promise<BybitListing> {
    const kind = {
      call: 'GET instruments-info',
      schema: listAnswer(z.unknown()),
      timeoutMs: TIMEOUT_MS,
      // Without the listing, nothing can be placed or compared.
      priority: 'order' as const,
      costs: PUBLIC_COSTS,
    };
    const what = { ...errorSource, call: kind.call };
    const rows = await everyPage(async (cursor) => {
      const answer = await this.#calls.ask(kind, () =>
        this.#list({
          category: this.category,
          ...(this.category === 'linear' ? { limit: PAGE } : {}),
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      return answer.result;
    });
    const settleCoins = new Set<string>();
    const name = instrumentName(this.category);
    const listing = readListing(rows, {
      what,
      name,
      terms: instrumentTerms,
      toRules,
      usualIdOf: (symbol) => this.usualIdOf(symbol),
    });
    for (const row of rows) {
      const { data } = name.safeParse(row);
      if (data?.isMarket) settleCoins.add(data.settleCoin);
    }
    if (listing.symbolsById.size === 0) throw namesNoMarkets(what);
    return { ...listing, settleCoins };
  }
}

function toRules(
  symbol: MarketSymbol,
  { isTrading }: NamedRow,
  { priceFilter, lotSizeFilter: lot }: z.infer<typeof instrumentTerms>,
): MarketRules {
  const step = lot.basePrecision ?? lot.qtyStep ?? '0';
  const minimum = lot.minOrderQty ?? null;
  const marketMaximum = lot.maxMarketOrderQty ?? lot.maxMktOrderQty;
  return {
    symbol,
    isTrading,
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
