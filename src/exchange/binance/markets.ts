import type { Exchange } from 'ccxt';
import type { z } from 'zod';
import type { Bounds, MarketRules } from '../../domain/market.js';
import { marketId, type MarketSymbol } from '../../domain/symbol.js';
import { bindCall } from '../kit/ccxt-client.js';
import { ExchangeCalls, type CallKind } from '../kit/exchange-calls.js';
import type { Endpoints, OnUnreadable } from '../exchange.js';
import { KeptListing, namesNoMarkets } from '../kit/kept-listing.js';
import { readListing, type Listing, type NamedRow } from '../kit/listing.js';
import type { LimitRules } from '../kit/limits/limits.js';
import { rateBudgetOf } from '../kit/limits/rate-budget.js';
import { anyObject } from '../kit/values.js';
import { createClient } from './client.js';
import { errorSource } from './codes.js';
import { BinanceLimitRules, COSTS } from './limits.js';
import { binanceSymbols } from './symbols.js';
import { exchangeInfoAnswer, symbolName, symbolTerms, type BinanceFilter } from './wire.js';

const TIMEOUT_MS = 10_000;

/** ccxt's names for `exchangeInfo`. */
const CALLS = { SPOT: 'publicGetExchangeInfo', FUTURES: 'fapiPublicGetExchangeInfo' } as const;

/** Binance's listed markets with their filters, loaded on first use and kept for an hour. */
export class BinanceMarkets extends KeptListing {
  /** The rules by which Binance counts calls to these endpoints. */
  readonly limits: LimitRules;
  readonly #client: Exchange;
  readonly #endpoints: Endpoints;
  readonly #rules: BinanceLimitRules;
  readonly #calls: ExchangeCalls;

  constructor(endpoints: Endpoints, onProblem?: OnUnreadable) {
    super(onProblem);
    this.#endpoints = endpoints;
    this.#rules = new BinanceLimitRules(endpoints.marketType);
    this.limits = renewable(this.#rules, () => this.#askLimits());
    const budget = rateBudgetOf(endpoints, this.#rules);
    this.#calls = new ExchangeCalls({ ...errorSource(endpoints.marketType), budget });
    this.#client = createClient(endpoints, { timeoutMs: TIMEOUT_MS, onAnswer: budget.onAnswer });
  }

  protected usualIdOf(symbol: MarketSymbol): string {
    return marketId(symbol, binanceSymbols);
  }

  /** ccxt's `loadMarkets` would fail as a whole on one odd row, so the plain call is made. */
  protected async fetch(): Promise<Listing> {
    const { marketType } = this.#endpoints;
    const getInfo = bindCall(this.#client, CALLS[marketType]);
    const answer = await this.#calls.ask(this.#asking(exchangeInfoAnswer), () => getInfo({}));
    this.#rules.learn(answer);
    const what = { exchange: 'binance', call: 'exchangeInfo' };
    const listing = readListing(answer.symbols, {
      what,
      name: symbolName(marketType),
      terms: symbolTerms,
      toRules,
      usualIdOf: (symbol) => this.usualIdOf(symbol),
    });
    if (listing.symbolsById.size === 0) throw namesNoMarkets(what);
    return listing;
  }

  /** Asks about one market only, where Binance allows that: the full list is long. */
  async #askLimits(): Promise<void> {
    const [symbol] = this.current?.symbolsById.keys() ?? [];
    const { marketType } = this.#endpoints;
    const isSpot = marketType === 'SPOT';
    const getInfo = bindCall(this.#client, CALLS[marketType]);
    const answer = await this.#calls.ask(this.#asking(anyObject), () =>
      getInfo(isSpot && symbol !== undefined ? { symbol } : {}),
    );
    this.#rules.learn(answer);
  }

  #asking<T>(schema: z.ZodType<T>): CallKind<T> {
    return {
      call: 'exchangeInfo',
      schema,
      timeoutMs: TIMEOUT_MS,
      // Without the limits, nothing can be placed or compared.
      priority: 'order',
      costs: COSTS[this.#endpoints.marketType].exchangeInfo,
    };
  }
}

/**
 * Returns the rules with a way to renew them. The calls of the markets themselves use the plain
 * rules: the call that asks for the limits must not wait for them.
 */
function renewable(rules: LimitRules, renew: () => Promise<void>): LimitRules {
  return {
    limits: () => rules.limits(),
    usualCosts: (priority) => rules.usualCosts(priority),
    read: (answer, now) => rules.read(answer, now),
    silenceAfter: (failure, costs) => rules.silenceAfter(failure, costs),
    renew,
  };
}

function toRules(
  symbol: MarketSymbol,
  { isTrading }: NamedRow,
  { orderTypes, filters }: z.infer<typeof symbolTerms>,
): MarketRules {
  const find = (type: string) => filters.find(({ filterType }) => filterType === type);
  const price = find('PRICE_FILTER');
  const notional = find('NOTIONAL') ?? find('MIN_NOTIONAL');
  const marketLot = find('MARKET_LOT_SIZE');
  return {
    symbol,
    isTrading,
    orderTypes: (['LIMIT', 'MARKET'] as const).filter((type) => orderTypes.includes(type)),
    price: bounds(price?.tickSize, price?.minPrice, price?.maxPrice),
    quantity: lotBounds(find('LOT_SIZE')),
    marketQuantity: marketLot ? lotBounds(marketLot) : null,
    minimumNotional: notional?.minNotional ?? notional?.notional ?? null,
  };
}

function lotBounds(filter: BinanceFilter | undefined): Bounds {
  return bounds(filter?.stepSize, filter?.minQty, filter?.maxQty);
}

function bounds(step = '0', minimum: string | null = null, maximum: string | null = null): Bounds {
  return { step, minimum, maximum };
}
