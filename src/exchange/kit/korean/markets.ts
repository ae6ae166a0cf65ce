import { z } from 'zod';
import type { DecimalString } from '../../../domain/decimal.js';
import type { MarketRules, PriceStep } from '../../../domain/market.js';
import { quoteAsset, type MarketSymbol } from '../../../domain/symbol.js';
import { callExchange, parseAnswer, type ErrorSource } from '../ccxt-call.js';
import type { MarketDirectory } from '../../exchange.js';
import { ExchangeFailure } from '../../failure.js';
import { KeptListing, type Listing } from '../kept-listing.js';
import { idOfSymbol, symbolOfId } from './market-ids.js';
import { allowTick, FINEST_STEP, priceStepsOf } from './ticks.js';

const TIMEOUT_MS = 10_000;
/** What is only nice to know must not hold an order up. */
const TICKS_TIMEOUT_MS = 2_000;
/** So many ids make a URL of about a kilobyte. */
const TICKS_PER_CALL = 100;

const marketsAnswer = z.array(z.looseObject({ market: z.string() }));
const ticksAnswer = z.array(z.looseObject({ market: z.string(), tick_size: z.string() }));

/** What an exchange has of its own in its markets. */
export interface MarketsSetup extends ErrorSource {
  /** GET /v1/market/all. */
  readonly listMarkets: () => Promise<unknown>;
  /** GET /v1/orderbook/instruments, where there is such a call; only ever an improvement. */
  readonly listTicks?: (marketIds: string) => Promise<unknown>;
  /** The least that an order must come to, by quote asset. */
  readonly minimumNotionals: Readonly<Record<string, DecimalString>>;
  /** Whether the table of price steps is the exchange's own word; otherwise it is left to the exchange. */
  readonly hasPriceGrid: boolean;
}

/** The markets of Upbit or Bithumb, loaded on first use and kept for an hour. */
export class KoreanMarkets implements MarketDirectory {
  readonly #kept = new KeptListing<Listing>({ rules: new Map() }, () => this.#fetch());

  constructor(private readonly setup: MarketsSetup) {}

  rulesFor(symbol: MarketSymbol): Promise<MarketRules | null> {
    return this.#kept.rulesFor(symbol);
  }

  /** Returns `BASE/QUOTE` for an id such as `KRW-BTC`, or `undefined` when it is not listed. */
  symbolOf(id: string): MarketSymbol | undefined {
    const symbol = symbolOfId(id);
    return symbol !== undefined && this.#kept.current.rules.has(symbol) ? symbol : undefined;
  }

  /** Returns those of some markets that are listed; one that is new here is looked up. */
  async listed(symbols: readonly MarketSymbol[]): Promise<MarketSymbol[]> {
    for (const symbol of symbols) {
      // Without an answer what is known has to do.
      await this.rulesFor(symbol).catch(() => null);
    }
    return symbols.filter((symbol) => this.#kept.current.rules.has(symbol));
  }

  ready(): Promise<void> {
    return this.#kept.ready();
  }

  async #fetch(): Promise<Listing> {
    const what = { ...this.setup, call: 'GET market/all' };
    const answer = await callExchange(what, TIMEOUT_MS, () => this.setup.listMarkets());
    const markets = parseAnswer(what, marketsAnswer, answer);
    const symbols = markets.flatMap(({ market }) => symbolOfId(market) ?? []);
    // A server in trouble may answer with an empty list: what was known before stays, and it is asked again.
    if (symbols.length === 0) {
      throw new ExchangeFailure(
        `${this.setup.exchange} GET market/all: expected markets, the answer names none`,
        'unreadable',
      );
    }
    const ticks = await this.#fetchTicks(symbols);
    return { rules: new Map(symbols.map((symbol) => [symbol, this.#rulesOf(symbol, ticks)])) };
  }

  /** The other assets' grids are known; without an answer the table alone serves. */
  async #fetchTicks(symbols: readonly MarketSymbol[]): Promise<Map<string, string>> {
    const ids = symbols.filter((symbol) => quoteAsset(symbol) === 'KRW').map(idOfSymbol);
    const { listTicks, hasPriceGrid } = this.setup;
    const ticks = new Map<string, string>();
    if (!listTicks || !hasPriceGrid) return ticks;
    const what = { ...this.setup, call: 'GET orderbook/instruments' };
    for (let start = 0; start < ids.length; start += TICKS_PER_CALL) {
      try {
        const page = ids.slice(start, start + TICKS_PER_CALL).join(',');
        const answer = await callExchange(what, TICKS_TIMEOUT_MS, () => listTicks(page));
        for (const { market, tick_size } of parseAnswer(what, ticksAnswer, answer)) {
          ticks.set(market, tick_size);
        }
      } catch (error) {
        if (!(error instanceof ExchangeFailure)) throw error;
        return ticks; // A server without this call has no use for the next one, either.
      }
    }
    return ticks;
  }

  #rulesOf(symbol: MarketSymbol, ticks: ReadonlyMap<string, string>): MarketRules {
    const { minimumNotionals, hasPriceGrid } = this.setup;
    const quote = quoteAsset(symbol);
    const unbounded = { minimum: null, maximum: null };
    const priceSteps: readonly PriceStep[] = hasPriceGrid
      ? allowTick(priceStepsOf(quote), ticks.get(idOfSymbol(symbol)))
      : [{ from: '0', step: FINEST_STEP }];
    return {
      symbol,
      isTrading: true, // what is not traded is not listed
      orderTypes: ['LIMIT', 'MARKET'],
      price: { step: '0', ...unbounded },
      priceSteps,
      quantity: { step: FINEST_STEP, ...unbounded },
      marketQuantity: null,
      minimumNotional: minimumNotionals[quote] ?? null,
    };
  }
}

/** The registry hands back what `openMarkets` made. */
export function ownMarkets(markets: MarketDirectory): KoreanMarkets {
  if (!(markets instanceof KoreanMarkets)) throw new TypeError('markets of another exchange');
  return markets;
}
