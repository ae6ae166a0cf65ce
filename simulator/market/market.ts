import type { Decimal } from '../decimal.js';
import { InstrumentBook, type ListingChange, type ListingState } from './instrument-book.js';
import { Ledger } from './ledger.js';
import type { Instrument } from '../model.js';
import type { MarketName } from '../names.js';
import { PriceBoard } from './prices.js';
import type { PricedMarket, Settlement } from './settlement.js';

/**
 * How a symbol's orders find a counterparty. `auto`: as soon as the price reaches them, but an
 * arriving order finds at most `depth`. `manual`: only when the control interface fills them.
 */
export type Liquidity =
  { readonly mode: 'auto'; readonly depth: Decimal | null } | { readonly mode: 'manual' };

/**
 * How long a client id is taken: while its order is open, for ever, or for ever even if the request
 * was refused. Exchanges with the last rule call `takeClientId` for a refused request.
 */
export type ClientIdRule = 'while-open' | 'for-ever' | 'even-if-refused';

/** What distinguishes the markets of the exchanges. */
export interface MarketRules {
  readonly name: MarketName;
  readonly instruments: readonly Instrument[];
  readonly settlement: Settlement;
  readonly firstOrderId: number;
  readonly clientIds: ClientIdRule;
  /** Whether an order by amount ends CANCELLED, not FILLED, if its rest buys nothing. */
  readonly cancelsUnspent?: boolean;
  /** Whether a fill-or-kill order that cannot be filled is refused. If not, it expires. */
  readonly refusesUnfillable: boolean;
  /** The status of an order that the exchange itself ends; EXPIRED by default. */
  readonly endsUnfilled?: 'EXPIRED' | 'CANCELLED';
  /**
   * The status of an order that may not rest and filled in part; by default that of any order that
   * the exchange ends.
   */
  readonly endsPartlyFilled?: 'EXPIRED' | 'CANCELLED';
  /** A post-only order that would take is refused (the default), or stored and ended like this. */
  readonly endsTaking?: 'refused' | 'CANCELLED' | 'REJECTED';
  /** What may be changed of an open order; absent if nothing may. */
  readonly amends?: AmendRules;
  /** How ids are written on the wire, if not as the plain numbers. */
  readonly wireIds?: WireIds;
}

/** What the owner of an open order may change of it. */
export interface AmendRules {
  /** Whether the price may change and the quantity be raised; it may be reduced in any case. */
  readonly isFree: boolean;
  /** Whether an order gets a new client id, unless it is told to keep its own. */
  readonly renames: boolean;
  /** What happens if no more is asked for than has filled. */
  readonly downToFilled: 'refused' | 'CANCELLED';
}

/** The ids that clients see, made from the ledger's numbers. */
export interface WireIds {
  orderId(orderId: number): string;
  tradeId(symbol: string, tradeId: number): string;
}

const NUMBERS: WireIds = { orderId: String, tradeId: (_symbol, tradeId) => String(tradeId) };

/** One market of the venue: its instruments, prices, orders and rules. */
export class Market implements PricedMarket {
  readonly name: MarketName;
  readonly #book: InstrumentBook;
  readonly settlement: Settlement;
  readonly refusesUnfillable: boolean;
  readonly clientIds: ClientIdRule;
  readonly cancelsUnspent: boolean;
  readonly endsUnfilled: 'EXPIRED' | 'CANCELLED';
  readonly endsPartlyFilled: 'EXPIRED' | 'CANCELLED';
  readonly endsTaking: 'refused' | 'CANCELLED' | 'REJECTED';
  readonly amends: AmendRules | undefined;
  readonly wireIds: WireIds;
  readonly ledger: Ledger;
  readonly prices: PriceBoard;
  readonly #liquidity = new Map<string, Liquidity>();

  constructor(rules: MarketRules) {
    this.name = rules.name;
    this.#book = new InstrumentBook(rules.instruments);
    this.settlement = rules.settlement;
    this.refusesUnfillable = rules.refusesUnfillable;
    this.clientIds = rules.clientIds;
    this.cancelsUnspent = rules.cancelsUnspent ?? false;
    this.endsUnfilled = rules.endsUnfilled ?? 'EXPIRED';
    this.endsPartlyFilled = rules.endsPartlyFilled ?? this.endsUnfilled;
    this.endsTaking = rules.endsTaking ?? 'refused';
    this.amends = rules.amends;
    this.wireIds = rules.wireIds ?? NUMBERS;
    this.ledger = new Ledger(rules.name, rules.firstOrderId);
    this.prices = new PriceBoard(this.instruments);
  }

  /** All instruments that are or were listed: their orders stay. */
  get instruments(): ReadonlyMap<string, Instrument> {
    return this.#book.instruments;
  }

  /** The rows that the listing has besides its instruments, sent as they are. */
  get oddRows(): readonly unknown[] {
    return this.#book.rows;
  }

  get listingChanges(): readonly ListingChange[] {
    return this.#book.changes;
  }

  /** Returns the listed instruments, whether or not they trade. */
  listed(): Instrument[] {
    return this.#book.listed();
  }

  listingState(symbol: string): ListingState {
    return this.#book.state(symbol);
  }

  changeListing(change: ListingChange): void {
    this.#book.change(change);
    const instrument = this.instruments.get(change.symbol ?? '');
    if (instrument && !this.prices.has(instrument.symbol)) {
      this.prices.set(instrument.symbol, instrument.startPrice);
    }
  }

  instrument(symbol: string): Instrument {
    const instrument = this.instruments.get(symbol);
    if (!instrument) throw new Error(`no instrument "${symbol}" on market "${this.name}"`);
    return instrument;
  }

  /** Returns whether an account may not use this client id, or not any more. */
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
