import type { Exchange } from 'ccxt';
import { z } from 'zod';
import type { Bounds, MarketRules } from '../../domain/market.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import { bindCall } from '../kit/ccxt-client.js';
import { ExchangeCalls, type CallKind } from '../kit/exchange-calls.js';
import type { Endpoints, MarketDirectory } from '../exchange.js';
import { KeptListing, namesNoMarkets, type Listing } from '../kit/kept-listing.js';
import type { LimitRules } from '../kit/limits/limits.js';
import { rateBudgetOf } from '../kit/limits/rate-budget.js';
import { parseAnswer } from '../kit/parse-answer.js';
import { createClient } from './client.js';
import { errorSource } from './codes.js';
import { BinanceLimitRules, COSTS } from './limits.js';
import { symbolInfo } from './wire.js';

const TIMEOUT_MS = 10_000;

interface BinanceListing extends Listing {
  readonly symbolsById: ReadonlyMap<string, MarketSymbol>;
}

const nothing: BinanceListing = { rules: new Map(), symbolsById: new Map() };

/** Binance's listed markets with their filters, loaded on first use and kept for an hour. */
export class BinanceMarkets implements MarketDirectory {
  /** The rules by which Binance counts calls to these endpoints. */
  readonly limits: LimitRules;
  readonly #client: Exchange;
  readonly #endpoints: Endpoints;
  readonly #rules: BinanceLimitRules;
  readonly #calls: ExchangeCalls;
  readonly #kept = new KeptListing(nothing, () => this.#fetch());

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints;
    this.#rules = new BinanceLimitRules(endpoints.marketType);
    this.limits = renewable(this.#rules, () => this.#askLimits());
    const budget = rateBudgetOf(endpoints, this.#rules);
    this.#calls = new ExchangeCalls({ ...errorSource(endpoints.marketType), budget });
    this.#client = createClient(endpoints, { timeoutMs: TIMEOUT_MS, onAnswer: budget.onAnswer });
    this.#client.enableLastJsonResponse = true;
  }

  rulesFor(symbol: MarketSymbol): Promise<MarketRules | null> {
    return this.#kept.rulesFor(symbol);
  }

  /** Returns `BASE/QUOTE` for an id such as `BTCUSDT`, or `undefined` when it is not listed. */
  symbolOf(id: string): MarketSymbol | undefined {
    return this.#kept.current.symbolsById.get(id);
  }

  ready(): Promise<void> {
    return this.#kept.ready();
  }

  async #fetch(): Promise<BinanceListing> {
    const what = { exchange: 'binance', call: 'exchangeInfo' };
    // `true` forces a reload: ccxt caches a failed load, and every later call would fail with it.
    const load = () => this.#client.loadMarkets(true);
    const markets = await this.#calls.ask(this.#asking(loadedMarkets), load);
    this.#rules.learn(this.#client.last_json_response);
    this.#client.last_json_response = undefined; // frees many megabytes
    const rules = new Map<MarketSymbol, MarketRules>();
    const symbolsById = new Map<string, MarketSymbol>();
    for (const market of Object.values(markets)) {
      const info = parseAnswer(what, symbolInfo, market?.info);
      const contract = info.contractType;
      if (this.#endpoints.marketType === 'FUTURES' && contract && contract !== 'PERPETUAL')
        continue;
      const symbol = `${info.baseAsset}/${info.quoteAsset}`;
      rules.set(symbol, toRules(symbol, info));
      symbolsById.set(info.symbol, symbol);
    }
    // Given a page of HTML, ccxt returns no markets.
    if (rules.size === 0) throw namesNoMarkets(what);
    return { rules, symbolsById };
  }

  /** Asks about one market only, where Binance allows that: the full list is long. */
  async #askLimits(): Promise<void> {
    const [symbol] = this.#kept.current.symbolsById.keys();
    const isSpot = this.#endpoints.marketType === 'SPOT';
    const name = isSpot ? 'publicGetExchangeInfo' : 'fapiPublicGetExchangeInfo';
    const getInfo = bindCall(this.#client, name);
    const answer = await this.#calls.ask(this.#asking(z.unknown()), () =>
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

/** Markets as ccxt returns them. We read what we need from `info`, the exchange's own data. */
const loadedMarkets = z.record(z.string(), z.object({ info: z.unknown() }));

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
  info: { status: string; orderTypes: string[]; filters: Record<string, unknown>[] },
): MarketRules {
  const find = (type: string) => info.filters.find((filter) => filter['filterType'] === type);
  const price = find('PRICE_FILTER');
  const notional = find('NOTIONAL') ?? find('MIN_NOTIONAL');
  const marketLot = find('MARKET_LOT_SIZE');
  return {
    symbol,
    isTrading: info.status === 'TRADING',
    orderTypes: (['LIMIT', 'MARKET'] as const).filter((type) => info.orderTypes.includes(type)),
    price: bounds(price?.['tickSize'], price?.['minPrice'], price?.['maxPrice']),
    quantity: lotBounds(find('LOT_SIZE')),
    marketQuantity: marketLot ? lotBounds(marketLot) : null,
    minimumNotional: text(notional?.['minNotional'] ?? notional?.['notional']),
  };
}

function lotBounds(filter: Record<string, unknown> | undefined): Bounds {
  return bounds(filter?.['stepSize'], filter?.['minQty'], filter?.['maxQty']);
}

function bounds(step: unknown, minimum: unknown, maximum: unknown): Bounds {
  return { step: text(step) ?? '0', minimum: text(minimum), maximum: text(maximum) };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
