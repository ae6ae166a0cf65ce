/*
 * The exchange port: what the product asks of an exchange, whichever it is.
 *
 * Entry points: `registry.ts` opens an account's REST side, its private stream and the rules of its
 * markets. `symbols.ts` lists the exchanges and reads what people write for a market; it loads no
 * client. `failure.ts` says what a call that failed proves.
 *
 * Who owns what: a folder (`<exchange>/`) owns what one exchange has of its own: its words on the
 * wire, its codes, its limits. `kit/` owns what adapters share, and knows no exchange by name. The
 * caller owns an order's life: an adapter keeps nothing of it, and decides nothing about it.
 *
 * How narrow the talk is: six calls, one stream, one directory of markets, one error. An adapter
 * returns what the exchange says, in our words; it reads no table and starts nothing by itself.
 *
 * What holds, and where it is kept:
 *
 * E1. An order is sent once. `submitOrder` never repeats, and always carries our client order id.
 *     (`ExchangeCalls.askOnce`)
 * E2. An answer is about what was asked: one about another order is a failure, never taken for
 *     ours. (`aboutAnotherOrder`)
 * E3. `null` is the exchange's word: its own "no such order", and nothing else. (`orNull`)
 * E4. Nothing is guessed. An answer or a frame that lacks what we need is unreadable, and the
 *     problem names exchange, call and field. (`parseAnswer`, `readFields`)
 * E5. Figures stay text. Nothing on the way from the wire makes a number of a price, a quantity or
 *     a fee. (`decimal`, `parseFrame`, ccxt's implicit calls)
 * E6. Nothing secret is in an error, though exchanges echo keys and tokens. (`ExchangeFailure`,
 *     `UnreadableMessage`)
 * E7. No call is made outside of its account's budget, or without a time limit. (`ExchangeCalls`)
 * E8. What is unreadable or not ours costs nothing else: a row takes no other row along, a frame
 *     never ends the stream. (`readableRows`, `readOrReport`)
 * E9. What is known outlives a bad answer: no page of HTML empties a listing. (`KeptListing`)
 */

import type { ExecutionMark, Fill } from '../domain/fill.js';
import type { MarketRules } from '../domain/market.js';
import type {
  MarketType,
  OrderRequest,
  OrderTerms,
  OrderUpdate,
  OrderView,
  Side,
} from '../domain/order.js';
import type { MarketSymbol, SymbolStyle } from '../domain/symbol.js';
import type { Secret } from '../observability/secret.js';
import type { FailureRule } from './failure.js';

export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
}

/** Where an exchange's servers are; null means the real ones. */
export interface Endpoints {
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly restUrl: string | null;
  readonly streamUrl: string | null;
}

export interface ExchangeAccount extends Endpoints {
  readonly id: number;
  readonly name: string;
  readonly credentials: Secret<Credentials>;
}

export interface OrderReference {
  readonly symbol: MarketSymbol;
  readonly clientOrderId: string;
  /** Once it is known, the order is asked for by it: a client order id may be used again. */
  readonly exchangeOrderId?: string | null;
}

/** What a submit's answer proves: the order's state, and the fills it names, maybe none yet. */
export interface SubmitAnswer {
  readonly view: OrderView;
  readonly fills: readonly Fill[];
  /** The exchange only took it in: what became of it is to be heard or asked. */
  readonly isAcknowledgement?: boolean;
}

/** An order as the exchange's reads have it. */
export interface ListedOrder extends OrderView {
  readonly symbol: MarketSymbol;
  /** `null` where the exchange does not name them all. */
  readonly terms: OrderTerms | null;
}

/** A fill of whichever order of an account. */
export interface AccountFill extends Fill {
  readonly exchangeOrderId: string;
  readonly side: Side;
}

/** Hears of what is left out; the problem names exchange, call and field. */
export type OnUnreadable = (problem: string) => void;

/**
 * The REST side of an exchange account. Every method throws `ExchangeFailure` (`failure.ts`) and
 * nothing else when the exchange does not answer as it should.
 */
export interface ExchangeRest {
  /** Sends an order once; never retried inside (E1). */
  submitOrder(request: OrderRequest): Promise<SubmitAnswer>;
  /**
   * Returns an order, or `null` when the exchange says that it has no such order (E3); reads may
   * lag behind writes.
   */
  fetchOrder(reference: OrderReference): Promise<ListedOrder | null>;
  /** Returns every fill of one order, oldest first. */
  fetchFills(reference: OrderReference & { exchangeOrderId: string }): Promise<Fill[]>;
  /**
   * Returns the account's fills in one market, oldest first: those from an execution on (it and
   * some before it may be among them), or all of them that the exchange still lists.
   */
  fetchAccountFills(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]>;
  /**
   * Returns the account's open orders, of all symbols in one call.
   *
   * @param symbols those we know of: what an exchange is asked for that answers by symbol only
   * @param onUnreadable hears of each order that is not as documented, which is then left out (E8);
   * without it such an order is an error
   */
  fetchOpenOrders(
    symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]>;
  /** Cancels an order; returns `null` when there is nothing left to cancel (E3). */
  cancelOrder(reference: OrderReference): Promise<OrderView | null>;
}

/** Rules of an exchange's markets; public, so it needs no account. */
export interface MarketDirectory {
  /** Returns `null` when the exchange does not list the symbol. */
  rulesFor(symbol: MarketSymbol): Promise<MarketRules | null>;
  /** Loads the markets once; later calls return at once. */
  ready(): Promise<void>;
}

/** What a private stream hands to its owner. Handlers must not throw. */
export interface StreamHandlers {
  /** Called once per message about orders; several messages may follow in one turn. */
  onUpdates(updates: readonly OrderUpdate[]): void;
  /** Called for a message that could not be read: what was expected and what came. */
  onUnreadable(problem: string): void;
}

export interface StreamConnection {
  /** Resolves with the reason when the stream is over, whether closed or fallen silent. */
  readonly closed: Promise<string>;
  /** When the last frame of any kind came, in milliseconds since the epoch. */
  lastFrameAt(): number;
  messages(): number;
  /**
   * Replaces the markets that the stream covers, where it is subscribed by market; absent where it
   * covers the account. What happens before the exchange has taken the list in is not reported.
   */
  cover?(symbols: readonly MarketSymbol[]): Promise<void>;
  /**
   * Extends what keeps the stream alive (a listen key); absent where only a new connection renews
   * it: then its owner opens the next one before closing this one.
   */
  renew?(): Promise<void>;
  close(): void;
}

/**
 * Opens the private stream of an account. Resolves once the exchange has confirmed the
 * subscription.
 *
 * @param symbols the markets to cover, where the stream is subscribed by market
 */
export type OpenStream = (
  handlers: StreamHandlers,
  signal: AbortSignal,
  symbols: readonly MarketSymbol[],
) => Promise<StreamConnection>;

/** One exchange: what the registry needs to know to serve its accounts. */
export interface ExchangeAdapter {
  readonly marketTypes: readonly MarketType[];
  /** How the exchange's markets are written. */
  readonly symbols: SymbolStyle;
  /** What failed submissions prove, by the name that `ExchangeFailure.details.exchange` carries. */
  readonly failureRules: Readonly<Record<string, readonly FailureRule[]>>;
  /** For how long an exchange lists an account's fills, in milliseconds; `null` means for ever. */
  readonly fillsListedForMs: Readonly<Record<MarketType, number | null>>;
  /** What a private stream is subscribed for. */
  readonly streamScope: 'account' | 'symbols';
  openMarkets(endpoints: Endpoints): MarketDirectory;
  openRest(
    account: ExchangeAccount,
    markets: MarketDirectory,
    options: { readTimeoutMs: number },
  ): ExchangeRest;
  openStream(account: ExchangeAccount, markets: MarketDirectory): OpenStream;
}
