import type { Exchange } from 'ccxt';
import { z } from 'zod';
import type { DecimalString } from '../../../domain/decimal.js';
import type { MarketRules, PriceStep } from '../../../domain/market.js';
import { quoteAsset, type MarketSymbol } from '../../../domain/symbol.js';
import type { Endpoints, OnUnreadable } from '../../exchange.js';
import { ExchangeFailure } from '../../failure.js';
import { callExchange } from '../ccxt-call.js';
import { bindCall, type ClientSetup, type ImplicitCall } from '../ccxt-client.js';
import { KeptListing, namesNoMarkets } from '../kept-listing.js';
import { readListing, type Listing, type NamedRow } from '../listing.js';
import { parseAnswer } from '../parse-answer.js';
import { FINEST_STEP } from './amounts.js';
import type { TextParameters } from './dialect.js';
import { readError } from './errors.js';
import { idOfSymbol, symbolOfId } from './market-ids.js';

const TIMEOUT_MS = 10_000;
/** Ticks are optional information and must not delay an order. */
const TICKS_TIMEOUT_MS = 2_000;
/** A hundred ids make a URL of about one kilobyte. */
const TICKS_PER_CALL = 100;

const marketsAnswer = z.array(z.unknown());
const ticksAnswer = z.array(z.looseObject({ market: z.string(), tick_size: z.string() }));

/** A row of the list, which has only a name. */
const marketName = z
  .looseObject({ market: z.string() })
  .transform(({ market }, context): NamedRow => {
    const [base, quote] = symbolOfId(market)?.split('/') ?? [];
    if (base === undefined || quote === undefined) {
      const message = `must be an id such as KRW-BTC, was "${market}"`;
      context.addIssue({ code: 'custom', path: ['market'], message });
      return z.NEVER;
    }
    // A market that is not traded is not listed.
    return { id: market, base, quote, isTrading: true, isMarket: true };
  });

/** What is specific to one exchange in its markets. */
export interface MarketParts {
  /** `GET market/all`: ccxt's name for the call, and its parameters. */
  readonly list: { readonly call: string; readonly parameters: TextParameters };
  /** The minimum value of an order, by quote asset. */
  readonly minimumNotionals: Readonly<Record<string, DecimalString>>;
  /** Absent if the exchange publishes no price steps; then only the exchange checks prices. */
  readonly grid?: PriceGrid;
}

export interface PriceGrid {
  /** ccxt's name for `GET orderbook/instruments`. The adapter also works without its answer. */
  readonly ticksCall: string;
  /** @param tick the step that the exchange names for the market, if any */
  stepsOf(quote: string, tick: string | undefined): readonly PriceStep[];
}

/** The markets of either exchange, loaded on first use and kept for an hour. */
export class KoreanMarkets extends KeptListing {
  readonly #list: ImplicitCall<TextParameters>;
  readonly #listTicks: ImplicitCall<TextParameters> | undefined;

  constructor(
    private readonly exchange: string,
    private readonly parts: MarketParts,
    createClient: (endpoints: Endpoints, setup: ClientSetup) => Exchange,
    endpoints: Endpoints,
    onProblem?: OnUnreadable,
  ) {
    super(onProblem);
    const client = createClient(endpoints, { timeoutMs: TIMEOUT_MS });
    this.#list = bindCall(client, parts.list.call);
    this.#listTicks = parts.grid && bindCall(client, parts.grid.ticksCall);
  }

  /** Returns those of the given markets that are listed. An unknown one is looked up first. */
  async listed(symbols: readonly MarketSymbol[]): Promise<MarketSymbol[]> {
    for (const symbol of symbols) {
      // Without an answer, we use what is known.
      await this.rulesFor(symbol).catch(() => null);
    }
    return symbols.filter((symbol) => this.lists(symbol));
  }

  protected usualIdOf(symbol: MarketSymbol): string {
    return idOfSymbol(symbol);
  }

  protected async fetch(): Promise<Listing> {
    const what = { exchange: this.exchange, readError, call: 'GET market/all' };
    const { parameters } = this.parts.list;
    const answer = await callExchange(what, TIMEOUT_MS, () => this.#list(parameters));
    const rows = parseAnswer(what, marketsAnswer, answer);
    const named = rows.flatMap((row) => marketName.safeParse(row).data ?? []);
    if (named.length === 0) throw namesNoMarkets(what);
    const ticks = await this.#fetchTicks(named.map(({ base, quote }) => `${base}/${quote}`));
    return readListing(rows, {
      what,
      name: marketName,
      terms: z.unknown(),
      toRules: (symbol) => this.#rulesOf(symbol, ticks),
      usualIdOf: idOfSymbol,
    });
  }

  /**
   * Asks for the ticks of the KRW markets; the grids of the others are known. Without an answer,
   * the price table alone is used.
   */
  async #fetchTicks(symbols: readonly MarketSymbol[]): Promise<Map<string, string>> {
    const ids = symbols.filter((symbol) => quoteAsset(symbol) === 'KRW').map(idOfSymbol);
    const listTicks = this.#listTicks;
    const ticks = new Map<string, string>();
    if (!listTicks) return ticks;
    const what = { exchange: this.exchange, readError, call: 'GET orderbook/instruments' };
    for (let start = 0; start < ids.length; start += TICKS_PER_CALL) {
      try {
        const markets = ids.slice(start, start + TICKS_PER_CALL).join(',');
        const answer = await callExchange(what, TICKS_TIMEOUT_MS, () => listTicks({ markets }));
        for (const { market, tick_size } of parseAnswer(what, ticksAnswer, answer)) {
          ticks.set(market, tick_size);
        }
      } catch (error) {
        if (!(error instanceof ExchangeFailure)) throw error;
        return ticks; // A server that lacks this call would not answer the next one either.
      }
    }
    return ticks;
  }

  #rulesOf(symbol: MarketSymbol, ticks: ReadonlyMap<string, string>): MarketRules {
    const { minimumNotionals, grid } = this.parts;
    const quote = quoteAsset(symbol);
    const unbounded = { minimum: null, maximum: null };
    return {
      symbol,
      isTrading: true,
      orderTypes: ['LIMIT', 'MARKET'],
      price: { step: '0', ...unbounded },
      priceSteps: grid?.stepsOf(quote, ticks.get(idOfSymbol(symbol))) ?? [
        { from: '0', step: FINEST_STEP },
      ],
      quantity: { step: FINEST_STEP, ...unbounded },
      marketQuantity: null,
      minimumNotional: minimumNotionals[quote] ?? null,
    };
  }
}
