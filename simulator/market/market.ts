import type { Decimal } from '../decimal.js';
import { Ledger } from './ledger.js';
import type { Instrument } from '../model.js';
import type { MarketName } from '../names.js';
import { PriceBoard } from './prices.js';
import type { PricedMarket, Settlement } from './settlement.js';

/**
 * How a symbol's resting and arriving orders find a counterparty. `auto`: as the price has it, and
 * an arriving order finds at most `depth`. `manual`: only when the control interface says so.
 */
export type Liquidity =
  { readonly mode: 'auto'; readonly depth: Decimal | null } | { readonly mode: 'manual' };

/**
 * How long a client id is taken: while its order is open, for ever, or for ever even if the request
 * was refused. Exchanges of the last kind take it by `takeClientId`.
 */
export type ClientIdRule = 'while-open' | 'for-ever' | 'even-if-refused';

/** What distinguishes the markets of the exchanges. */
export interface MarketRules {
  readonly name: MarketName;
  readonly instruments: readonly Instrument[];
  readonly settlement: Settlement;
  readonly firstOrderId: number;
  readonly clientIds: ClientIdRule;
  /** An order that spends an amount ends CANCELLED when its rest buys nothing; else FILLED. */
  readonly cancelsUnspent?: boolean;
  /** A fill-or-kill order that cannot be filled is refused (true) or expires (false). */
  readonly refusesUnfillable: boolean;
  /** How an order ends that the exchange itself ends; EXPIRED by default. */
  readonly endsUnfilled?: 'EXPIRED' | 'CANCELLED';
  /** A post-only order that would take is refused, or taken in and ended with this status. */
  readonly endsTaking?: 'refused' | 'CANCELLED' | 'REJECTED';
  /** How ids are written on the wire, where they are not the numbers themselves. */
  readonly wireIds?: WireIds;
}

/** The ids that clients see, made from the ledger's numbers. */
export interface WireIds {
  orderId(orderId: number): string;
  tradeId(symbol: string, tradeId: number): string;
}

const NUMBERS: WireIds = { orderId: String, tradeId: (_symbol, tradeId) => String(tradeId) };

/** One market of the venue: what is traded, at which prices, by whom, under which rules. */
export class Market implements PricedMarket {
  readonly name: MarketName;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly settlement: Settlement;
  readonly refusesUnfillable: boolean;
  readonly clientIds: ClientIdRule;
  readonly cancelsUnspent: boolean;
  readonly endsUnfilled: 'EXPIRED' | 'CANCELLED';
  readonly endsTaking: 'refused' | 'CANCELLED' | 'REJECTED';
  readonly wireIds: WireIds;
  readonly ledger: Ledger;
  readonly prices: PriceBoard;
  readonly #liquidity = new Map<string, Liquidity>();

  constructor(rules: MarketRules) {
    this.name = rules.name;
    this.instruments = new Map(rules.instruments.map((each) => [each.symbol, each]));
    this.settlement = rules.settlement;
    this.refusesUnfillable = rules.refusesUnfillable;
    this.clientIds = rules.clientIds;
    this.cancelsUnspent = rules.cancelsUnspent ?? false;
    this.endsUnfilled = rules.endsUnfilled ?? 'EXPIRED';
    this.endsTaking = rules.endsTaking ?? 'refused';
    this.wireIds = rules.wireIds ?? NUMBERS;
    this.ledger = new Ledger(rules.name, rules.firstOrderId);
    this.prices = new PriceBoard(this.instruments);
  }

  instrument(symbol: string): Instrument {
    const instrument = this.instruments.get(symbol);
    if (!instrument) throw new Error(`no instrument "${symbol}" on market "${this.name}"`);
    return instrument;
  }

  /** Returns whether an account may not give an order this client id (any more). */
  isClientIdTaken(apiKey: string, clientOrderId: string): boolean {
    if (clientOrderId === '') return false;
    const book = this.ledger.account(apiKey);
    if (this.clientIds === 'while-open') return book.openIdByClientId.has(clientOrderId);
    return book.takenClientIds.has(clientOrderId);
  }

  liquidity(symbol: string): Liquidity {
    return this.#liquidity.get(symbol) ?? { mode: 'auto', depth: null };
  }

  setLiquidity(symbol: string, liquidity: Liquidity): void {
    this.#liquidity.set(symbol, liquidity);
  }

  liquidities(): [string, Liquidity][] {
    return [...this.#liquidity];
  }
}
