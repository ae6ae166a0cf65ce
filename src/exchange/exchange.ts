/*
 * The exchange port: what the product asks of any exchange.
 *
 * Entry points: `registry.ts` opens an account's REST side, its private stream and the rules of its
 * markets. `symbols.ts` lists the exchanges and reads the market names that people write, without
 * loading a client. `failure.ts` defines what a failed call proves.
 *
 * Who owns what: a folder (`<exchange>/`) owns what is specific to one exchange: its words on the
 * wire, its codes, its limits. `kit/` owns what adapters share, and knows no exchange by name. The
 * caller owns an order's life: an adapter keeps no state of it, and decides nothing about it.
 *
 * How narrow the interface is: seven calls, one stream, one directory of markets, one error. An
 * adapter returns what the exchange says, in our words. It reads no table and starts nothing by
 * itself.
 *
 * Invariants, and where each is kept:
 *
 * P1. An order is sent once. `submitOrder` never repeats, never sends after its time, and always
 *     carries our client order id. (`ExchangeCalls.askOnce`)
 * P2. An answer is about the order that was asked for. An answer about another order is a failure,
 *     never taken for ours. (`aboutAnotherOrder`)
 * P3. `null` means that the exchange itself said "no such order", and nothing else. (`orNull`)
 * P4. Nothing is guessed. An answer or a frame that lacks something we need is unreadable, and the
 *     problem names exchange, call and field. (`parseAnswer`, `readFields`)
 * P5. Figures stay text. On the way from the wire, no price, quantity or fee becomes a number.
 *     (`decimal`, `parseFrame`, ccxt's implicit calls)
 * P6. No error contains a secret, although exchanges echo keys and tokens. (`ExchangeFailure`,
 *     `UnreadableMessage`)
 * P7. Every call has a time limit, and every signed call is within its account's budget.
 *     (`ExchangeCalls`)
 * P8. What is unreadable or not ours affects nothing else: an unreadable row does not lose the
 *     other rows, and an unreadable frame never ends the stream. (`readableRows`, `readOrReport`)
 * P9. A bad answer does not discard what is known: a page of HTML never empties a listing.
 *     (`KeptListing`)
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

/** Where an exchange's servers are; `null` means the real ones. */
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

/** How a read may be made. */
export interface ReadOptions {
  /** The read can wait: it belongs to catching up with a long list. */
  readonly canWait?: boolean;
  /**
   * When the caller's time is over, in milliseconds since the epoch by this process's clock. A list
   * of which pages are missing by then is not read on: the read fails as `too_late`.
   */
  readonly endBy?: number;
}

/** How an order may be sent. */
export interface SendOptions {
  /**
   * When the right to send it ends, in milliseconds since the epoch by this process's clock. Later
   * it is not sent: whatever has held up the call, another may be sending the order by then.
   */
  readonly sendBefore?: number;
}

export interface OrderReference {
  readonly symbol: MarketSymbol;
  readonly clientOrderId: string;
  /** If known, the order is looked up by this id, since a client order id may be used again. */
  readonly exchangeOrderId?: string | null;
}

/** What the answer to a submission proves: the order's state, and the fills it lists, if any. */
export interface SubmitAnswer {
  readonly view: OrderView;
  readonly fills: readonly Fill[];
  /** The exchange only took the order in. Its state must come from the stream or be asked for. */
  readonly isAcknowledgement?: boolean;
}

/** An order as a read of the exchange returns it. */
export interface ListedOrder extends OrderView {
  readonly symbol: MarketSymbol;
  /** `null` if the exchange does not name all of them. */
  readonly terms: OrderTerms | null;
}

/** A fill of any order of an account. */
export interface AccountFill extends Fill {
  readonly exchangeOrderId: string;
  readonly side: Side;
}

/** Called for each item that is left out. The problem names exchange, call and field. */
export type OnUnreadable = (problem: string) => void;

/**
 * The REST side of an exchange account. If the exchange does not answer as it should, every method
 * throws `ExchangeFailure` (`failure.ts`), and nothing else.
 */
export interface ExchangeRest {
  /** Sends an order once; the method never retries (P1). */
  submitOrder(request: OrderRequest, options?: SendOptions): Promise<SubmitAnswer>;
  /**
   * Returns an order, or `null` when the exchange says that it has no such order (P3). Reads may
   * lag behind writes.
   */
  fetchOrder(reference: OrderReference, options?: ReadOptions): Promise<ListedOrder | null>;
  /** Returns every fill of one order, from the first to the last, oldest first. */
  fetchFills(
    reference: OrderReference & { exchangeOrderId: string },
    options?: ReadOptions,
  ): Promise<Fill[]>;
  /**
   * Returns the account's fills in one market, oldest first. With `from`, starts at that execution;
   * the execution and some before it may be included. Without it, returns all that the exchange
   * still lists.
   */
  fetchAccountFills(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]>;
  /**
   * Reads the same list in parts, the oldest first, for whoever cannot read all of it at once. All
   * fills before a part's last one have been in this part or in earlier ones, so a later reading
   * may start there. A part may be empty.
   *
   * @param onUnreadable called for each fill that is not as documented, which is then left out (P8)
   */
  accountFillPages(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
    onUnreadable?: OnUnreadable,
  ): AsyncIterable<readonly AccountFill[]>;
  /**
   * Returns the account's open orders, of all symbols in one call.
   *
   * @param symbols the symbols that we know of, for an exchange that lists orders only by symbol
   * @param onUnreadable called for each order that is not as documented, which is then left out
   *   (P8); without it, such an order is an error
   */
  fetchOpenOrders(
    symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]>;
  /** Cancels an order; returns `null` when there is nothing left to cancel (P3). */
  cancelOrder(reference: OrderReference): Promise<OrderView | null>;
}

/** The rules of an exchange's markets. They are public, so reading them needs no account. */
export interface MarketDirectory {
  /**
   * Returns `null` when the exchange does not list the symbol.
   *
   * @throws ExchangeFailure also when the market is listed, but its rules cannot be read
   */
  rulesFor(symbol: MarketSymbol): Promise<MarketRules | null>;
  /**
   * Asks the exchange for the listing again, unless that was done a moment ago: what is known may
   * be out of date. Callers share one request.
   *
   * @throws ExchangeFailure when the exchange does not answer; what is known then stays
   */
  renew(): Promise<void>;
  /** Whether the listing has been loaded at all. */
  readonly isLoaded: boolean;
  /** Returns whether a market is listed, as far as is known. */
  lists(symbol: MarketSymbol): boolean;
  /** Returns `BASE/QUOTE` for the exchange's own id of a market that is listed, or was. */
  symbolOf(id: string): MarketSymbol | undefined;
  /** Resolves when the markets are loaded. Only the first call loads them. */
  ready(): Promise<void>;
}

/** What a private stream passes to its owner. Handlers must not throw. */
export interface StreamHandlers {
  /** Called once per message about orders. Several messages may follow in the same turn. */
  onUpdates(updates: readonly OrderUpdate[]): void;
  /**
   * Called for a message that could not be read. The problem says what was expected and what came.
   */
  onUnreadable(problem: string): void;
}

export interface StreamConnection {
  /** Resolves with the reason when the stream has ended, by a close or by silence. */
  readonly closed: Promise<string>;
  /** Returns when the last frame of any kind came, in milliseconds since the epoch. */
  lastFrameAt(): number;
  messages(): number;
  /**
   * Replaces the list of markets that the stream covers. Absent if the stream covers the whole
   * account. What happens before the exchange has accepted the list is not reported.
   */
  cover?(symbols: readonly MarketSymbol[]): Promise<void>;
  /**
   * Extends what keeps the stream alive (a listen key). Absent if only a new connection renews it;
   * the owner then opens the next connection before it closes this one.
   */
  renew?(): Promise<void>;
  close(): void;
}

/**
 * Opens the private stream of an account. Resolves when the exchange has confirmed the
 * subscription.
 *
 * @param symbols the markets to cover, if the exchange's streams are subscribed by market
 */
export type OpenStream = (
  handlers: StreamHandlers,
  signal: AbortSignal,
  symbols: readonly MarketSymbol[],
) => Promise<StreamConnection>;

/** One exchange: what the registry needs in order to serve its accounts. */
export interface ExchangeAdapter {
  readonly marketTypes: readonly MarketType[];
  /** How the exchange's markets are written. */
  readonly symbols: SymbolStyle;
  /** What failed submissions prove, by the name in `ExchangeFailure.details.exchange`. */
  readonly failureRules: Readonly<Record<string, readonly FailureRule[]>>;
  /** How long an exchange lists an account's fills, in milliseconds; `null` means for ever. */
  readonly fillsListedForMs: Readonly<Record<MarketType, number | null>>;
  /** What a private stream subscribes to. */
  readonly streamScope: 'account' | 'symbols';
  /** @param onProblem called once for each row that is not readable, or not used */
  openMarkets(endpoints: Endpoints, onProblem?: OnUnreadable): MarketDirectory;
  openRest(
    account: ExchangeAccount,
    markets: MarketDirectory,
    options: { readTimeoutMs: number },
  ): ExchangeRest;
  openStream(account: ExchangeAccount, markets: MarketDirectory): OpenStream;
}
