import type { Account } from '../market/accounts.js';
import { Decimal, ZERO, floorTo } from '../decimal.js';
import type { Market } from '../market/market.js';
import {
  isOpen,
  leavesQuantity,
  tickAt,
  type ExpiryReason,
  type MarketUpdate,
  type Order,
  type OrderDraft,
} from '../model.js';
import type { Random } from '../random.js';
import type { Refusal, PlannedFill } from '../market/settlement.js';
import { Operation, type AmendedTerms } from './operation.js';

/** The outcome of placing an order: it is in the ledger, or nothing has changed. */
export type Placement =
  | { readonly kind: 'placed'; readonly order: Order; readonly update: MarketUpdate }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Why an open order may not be amended. */
export type AmendRefusal =
  'NOT_AMENDABLE' | 'UNCHANGED' | 'BELOW_FILLED' | 'DUPLICATE_CLIENT_ID' | 'INSUFFICIENT_FUNDS';

/** The outcome of amending an order: its new state, perhaps its end, or nothing has changed. */
export type Amendment =
  | { readonly kind: 'amended'; readonly order: Order }
  | { readonly kind: 'refused'; readonly refusal: AmendRefusal };

/** Writes an update to the journal, then passes it to the streams (V1), unless it is secret. */
export type Commit = (
  update: MarketUpdate,
  market: Market,
  account: Account,
  isSecret: boolean,
) => void;

const MAX_PARTS = 3;

/** Matches the orders of one market against its price, never against each other. */
export class Matching {
  constructor(
    readonly market: Market,
    private readonly accountOf: (apiKey: string) => Account,
    private readonly random: Random,
    private readonly commit: Commit,
  ) {}

  /** Refuses an order, or puts it on the book and fills it as far as the price allows. */
  place(account: Account, draft: OrderDraft): Placement {
    const { market } = this;
    if (market.isClientIdTaken(account.apiKey, draft.clientOrderId)) {
      return refused('DUPLICATE_CLIENT_ID');
    }
    const takeable = this.#takeable(account, draft);
    const { endsTaking } = market;
    const wouldTake = draft.postOnly && takeable.gt(0);
    if (wouldTake && endsTaking === 'refused') return refused('WOULD_MATCH');
    const killed = draft.timeInForce === 'FOK' && takeable.lt(draft.quantity);
    if (killed && market.refusesUnfillable) return refused('UNFILLABLE');
    const plan = this.#plan(draft, killed || wouldTake ? ZERO : takeable);
    const refusal = market.settlement.refusal(account, draft, plan, market);
    if (refusal) return refused(refusal);

    const operation = new Operation(market, account, Date.now());
    let order = operation.create(draft, plan);
    for (const planned of plan) order = operation.fill(order, planned, false);
    if (wouldTake && endsTaking !== 'refused') {
      operation.finish(order, endsTaking, { reason: 'WOULD_TAKE' });
    } else if (isOpen(order) && !this.#mayRest(order)) {
      const reason = draft.type === 'MARKET' ? 'MARKET_REMAINDER' : 'IOC_REMAINDER';
      operation.expireRest(order, reason);
    }
    const update = this.#conclude(operation);
    return { kind: 'placed', order: market.ledger.order(order.orderId) ?? order, update };
  }

  /** Takes an open order off the book; `requestId` is the cancel request's own client id. */
  cancel(order: Order, requestId: string | null): Order {
    const operation = this.#operationOn(order);
    const cancelled = operation.finish(order, 'CANCELLED', { requestId });
    this.#conclude(operation);
    return cancelled;
  }

  /** Makes an open order wait for a trigger, during which nothing fills it, or ends that. */
  watch(order: Order, isWatching: boolean): Order {
    const operation = this.#operationOn(order);
    const next = operation.watch(order, isWatching);
    this.#conclude(operation);
    return next;
  }

  /** Changes quantity, price or client id of an open order, as far as the market allows that. */
  amend(order: Order, terms: AmendedTerms): Amendment {
    const refusal = this.#amendRefusal(order, terms);
    if (refusal) return { kind: 'refused', refusal };
    const operation = this.#operationOn(order);
    const isEnd = terms.quantity.lte(order.filledQuantity);
    const amended = isEnd
      ? operation.finish(order, 'CANCELLED', {})
      : operation.amend(order, terms);
    this.#conclude(operation);
    // At its new price it may find a counterparty.
    this.cross(order.symbol, false);
    return { kind: 'amended', order: this.market.ledger.order(order.orderId) ?? amended };
  }

  #amendRefusal(order: Order, terms: AmendedTerms): AmendRefusal | null {
    const { market } = this;
    const { quantity, price, clientOrderId } = terms;
    const { amends } = market;
    const isRaised = quantity.gt(order.quantity);
    const isMoved = !price.eq(order.price);
    if (!amends || order.type !== 'LIMIT') return 'NOT_AMENDABLE';
    if ((isRaised || isMoved) && !amends.isFree) return 'NOT_AMENDABLE';
    if (quantity.eq(order.quantity) && !isMoved) return 'UNCHANGED';
    if (quantity.lte(order.filledQuantity) && amends.downToFilled === 'refused') {
      return 'BELOW_FILLED';
    }
    const isRenamed = clientOrderId !== order.clientOrderId;
    if (isRenamed && market.isClientIdTaken(order.apiKey, clientOrderId)) {
      return 'DUPLICATE_CLIENT_ID';
    }
    return isRaised && this.#lacksFunds(order, terms) ? 'INSUFFICIENT_FUNDS' : null;
  }

  /** Returns whether the account lacks what a raised order needs beyond what it has locked. */
  #lacksFunds(order: Order, terms: AmendedTerms): boolean {
    const { market } = this;
    const more = { ...order, ...terms, quantity: terms.quantity.minus(order.quantity) };
    const account = this.accountOf(order.apiKey);
    return market.settlement.refusal(account, more, [], market) !== null;
  }

  /** Ends an open order as the exchange itself would: on delisting or at a good-till date. */
  expire(order: Order, reason: ExpiryReason): Order {
    const operation = this.#operationOn(order);
    const expired = operation.expire(order, reason);
    this.#conclude(operation);
    return expired;
  }

  /** Ends an open order with a status that need not be the one that its market gives it. */
  expireAs(order: Order, status: 'EXPIRED' | 'CANCELLED', reason: ExpiryReason): Order {
    const operation = this.#operationOn(order);
    const ended = operation.finish(order, status, { reason });
    this.#conclude(operation);
    return ended;
  }

  /** Loses an open order, and tells nobody. */
  forget(order: Order): Order {
    const operation = this.#operationOn(order);
    const forgotten = operation.forget(order);
    this.commit(operation.update(), this.market, operation.account, true);
    return forgotten;
  }

  /** Fills `quantity` of a resting order in up to `parts` pieces at once. */
  fill(order: Order, quantity: Decimal, price: Decimal, parts: number): Order {
    const operation = this.#operationOn(order);
    let filled = order;
    for (const piece of this.#split(order.symbol, quantity, parts)) {
      filled = operation.fill(filled, { price, quantity: piece }, true);
    }
    this.#conclude(operation);
    return filled;
  }

  /**
   * Fills the orders that the current price has reached. With `leaveSome`, about one in four is
   * filled only partly, as on a real book.
   */
  cross(symbol: string, leaveSome: boolean): void {
    if (this.market.liquidity(symbol).mode === 'manual') return;
    const price = this.market.prices.price(symbol);
    for (const order of [...this.market.ledger.openOn(symbol)]) {
      const current = this.market.ledger.order(order.orderId);
      if (!current || !isOpen(current) || current.isWatching) continue;
      if (!reaches(current, price)) continue;
      const leaves = leavesQuantity(current);
      const some = leaveSome && this.random.between(1, 4) === 1;
      const quantity = some ? this.#firstPiece(symbol, leaves) : leaves;
      const account = this.accountOf(current.apiKey);
      const fillable = this.market.settlement.fillable(account, current, quantity, this.market);
      if (fillable.lte(0)) continue;
      const at = current.type === 'LIMIT' ? current.price : price;
      this.fill(current, fillable, at, this.random.between(1, MAX_PARTS));
    }
  }

  #mayRest(order: Order): boolean {
    if (order.timeInForce !== 'GTC') return false;
    return order.type === 'LIMIT' || this.market.liquidity(order.symbol).mode === 'manual';
  }

  /** Returns the quantity that would be filled on arrival. */
  #takeable(account: Account, draft: OrderDraft): Decimal {
    const { market } = this;
    const liquidity = market.liquidity(draft.symbol);
    if (liquidity.mode === 'manual') return ZERO;
    if (!reaches(draft, market.prices.price(draft.symbol))) return ZERO;
    const { depth } = liquidity;
    const quantity = depth ? Decimal.min(depth, draft.quantity) : draft.quantity;
    return market.settlement.fillable(account, draft, quantity, market);
  }

  /** Splits what fills on arrival into pieces, each at most a tick worse than the one before. */
  #plan(draft: OrderDraft, quantity: Decimal): PlannedFill[] {
    const best = this.market.prices.price(draft.symbol);
    const tick = tickAt(this.market.instrument(draft.symbol), best);
    const worse = draft.side === 'BUY' ? tick : tick.neg();
    const exact = draft.quoteQuantity.gt(0); // it must not cost more than it may spend
    const pieces = this.#split(draft.symbol, quantity, this.random.between(1, MAX_PARTS));
    return pieces.map((piece, index) => {
      const slipped = exact ? best : best.plus(worse.times(index));
      return { price: reaches(draft, slipped) ? slipped : draft.price, quantity: piece };
    });
  }

  #firstPiece(symbol: string, quantity: Decimal): Decimal {
    return this.#split(symbol, quantity, 2)[0] ?? quantity;
  }

  #split(symbol: string, quantity: Decimal, parts: number): Decimal[] {
    const { stepSize } = this.market.instrument(symbol);
    const pieces: Decimal[] = [];
    let rest = quantity;
    for (let left = parts; left > 1; left -= 1) {
      const share = rest.times(this.random.between(20, 80)).div(100 * (left - 1));
      const piece = Decimal.min(floorTo(share, stepSize), rest.minus(stepSize));
      if (piece.lte(0)) continue;
      pieces.push(piece);
      rest = rest.minus(piece);
    }
    if (rest.gt(0)) pieces.push(rest);
    return pieces;
  }

  #operationOn(order: Order): Operation {
    return new Operation(this.market, this.accountOf(order.apiKey), Date.now());
  }

  #conclude(operation: Operation): MarketUpdate {
    operation.expireVoidReduceOnly();
    const update = operation.update();
    this.commit(update, this.market, operation.account, false);
    return update;
  }
}

function refused(refusal: Refusal): Placement {
  return { kind: 'refused', refusal };
}

/** Returns whether `price` is at least as good as the order's. */
function reaches(order: OrderDraft, price: Decimal): boolean {
  if (order.type === 'MARKET') return true;
  return order.side === 'BUY' ? price.lte(order.price) : price.gte(order.price);
}
