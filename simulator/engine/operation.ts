import type { Account } from '../market/accounts.js';
import type { Wallet } from '../market/wallet.js';
import { ZERO, type Decimal } from '../decimal.js';
import type { Market } from '../market/market.js';
import {
  isOpen,
  leavesQuantity,
  placedAs,
  type Execution,
  type ExecutionKind,
  type ExpiryReason,
  type Fill,
  type MarketUpdate,
  type Order,
  type OrderDraft,
} from '../model.js';
import type { PlannedFill } from '../market/settlement.js';

/** What an amendment leaves an order with. */
export type AmendedTerms = Pick<OrderDraft, 'quantity' | 'price' | 'clientOrderId'>;

/**
 * One indivisible change to one account (V2). Its steps change ledger and wallet at once, and
 * result in a single update, which is a single line of the journal (V1).
 */
export class Operation {
  readonly #executions: Execution[] = [];
  readonly #wallet: Wallet;

  constructor(
    readonly market: Market,
    readonly account: Account,
    readonly at: number,
  ) {
    this.#wallet = account.wallets[market.name];
  }

  /** Puts a new order on the book and locks its funds. */
  create(draft: OrderDraft, plan: readonly PlannedFill[]): Order {
    const { market, account, at } = this;
    const order: Order = {
      ...draft,
      market: market.name,
      apiKey: account.apiKey,
      orderId: market.ledger.nextOrderId(),
      filledQuantity: ZERO,
      cumulativeQuote: ZERO,
      reserved: market.settlement.reserve(account, draft, plan, market),
      status: 'NEW',
      createdAt: at,
      updatedAt: at,
    };
    this.#record('NEW', order, {});
    return order;
  }

  /** Fills a piece of an order. */
  fill(order: Order, planned: PlannedFill, isMaker: boolean): Order {
    const { market, account, at } = this;
    const { reserved, ...settled } = market.settlement.settle(
      account,
      order,
      planned,
      isMaker,
      market,
    );
    const filledQuantity = order.filledQuantity.plus(planned.quantity);
    const cumulativeQuote = order.cumulativeQuote.plus(planned.price.times(planned.quantity));
    const isFilled = filledQuantity.gte(order.quantity);
    const isUnspent = market.cancelsUnspent && cumulativeQuote.lt(order.quoteQuantity);
    const isDone = isFilled && !isUnspent;
    const next: Order = {
      ...order,
      filledQuantity,
      cumulativeQuote,
      reserved: isDone ? ZERO : reserved,
      status: isDone ? 'FILLED' : 'PARTIALLY_FILLED',
      updatedAt: at,
    };
    if (isDone) market.settlement.release(account, { ...order, reserved }, market);
    const fill: Fill = {
      market: market.name,
      apiKey: account.apiKey,
      tradeId: market.ledger.nextTradeId(order.symbol),
      orderId: order.orderId,
      clientOrderId: placedAs(order),
      symbol: order.symbol,
      side: order.side,
      ...planned,
      ...settled,
      isMaker,
      at,
    };
    market.ledger.addFill(fill);
    this.#record('TRADE', next, { fill });
    // The rest of the amount buys less than the smallest quantity, so it is released.
    return isFilled && isUnspent ? this.finish(next, 'CANCELLED', {}) : next;
  }

  /** Makes an open order wait for a trigger, or ends that. */
  watch(order: Order, isWatching: boolean): Order {
    const next: Order = { ...order, isWatching, updatedAt: this.at };
    this.#record('NEW', next, {});
    return next;
  }

  /** Changes what an open order asks for, and locks the funds that it now needs. */
  amend(order: Order, terms: AmendedTerms): Order {
    const { market, account, at } = this;
    market.settlement.release(account, order, market);
    const next: Order = {
      ...order,
      ...terms,
      ...(terms.clientOrderId === order.clientOrderId ? {} : { placedAs: placedAs(order) }),
      updatedAt: at,
    };
    const rest = { ...next, quantity: leavesQuantity(next) };
    const reserved = market.settlement.reserve(account, rest, [], market);
    const amended = { ...next, reserved };
    const isRenamed = terms.clientOrderId !== order.clientOrderId;
    this.#record('AMENDED', amended, { replacedId: isRenamed ? order.clientOrderId : null });
    return amended;
  }

  /** Takes an order off the book and keeps its fills. */
  finish(
    order: Order,
    status: 'CANCELLED' | 'EXPIRED' | 'REJECTED',
    detail: { requestId?: string | null; reason?: ExpiryReason },
  ): Order {
    this.market.settlement.release(this.account, order, this.market);
    const { reason } = detail;
    const ended: Order = { ...order, reserved: ZERO, status, updatedAt: this.at };
    const next: Order = reason === undefined ? ended : { ...ended, endReason: reason };
    this.#record(status, next, detail);
    return next;
  }

  /** Ends what is left of an order that may not rest. */
  expireRest(order: Order, reason: ExpiryReason): Order {
    if (order.filledQuantity.isZero()) return this.expire(order, reason);
    return this.finish(order, this.market.endsPartlyFilled, { reason });
  }

  /** Ends an order as the exchange itself does. */
  expire(order: Order, reason: ExpiryReason): Order {
    return this.finish(order, this.market.endsUnfilled, { reason });
  }

  /**
   * Loses an order, as an exchange does that drops old ones, or that acknowledged one and never
   * kept it. Its funds are free, and its fills stay.
   */
  forget(order: Order): Order {
    return this.finish({ ...order, isForgotten: true }, 'CANCELLED', {});
  }

  /** Expires reduce-only orders that have nothing left to reduce. */
  expireVoidReduceOnly(): void {
    const { account, market } = this;
    if (!this.#executions.some(({ kind }) => kind === 'TRADE')) return;
    for (const order of [...market.ledger.account(account.apiKey).open.values()]) {
      if (!order.reduceOnly) continue;
      if (this.#reducible(order).isZero()) this.expire(order, 'REDUCE_ONLY');
    }
  }

  /** Returns everything that the operation did. */
  update(): MarketUpdate {
    const { market, account, at } = this;
    return { market: market.name, apiKey: account.apiKey, executions: this.#executions, at };
  }

  #reducible(order: Order): Decimal {
    if (!isOpen(order)) return ZERO;
    const { account, market } = this;
    return market.settlement.fillable(account, order, leavesQuantity(order), market);
  }

  #record(
    kind: ExecutionKind,
    order: Order,
    detail: {
      fill?: Fill;
      requestId?: string | null;
      replacedId?: string | null;
      reason?: ExpiryReason;
    },
  ): void {
    const { market, at } = this;
    market.ledger.put(order);
    this.#executions.push({
      kind,
      executionId: market.ledger.nextExecutionId(),
      order,
      fill: detail.fill ?? null,
      balances: this.#touchedBalances(order, detail.fill),
      position:
        market.settlement.holdsPositions && detail.fill
          ? this.#wallet.position(order.symbol)
          : null,
      requestId: detail.requestId ?? null,
      replacedId: detail.replacedId ?? null,
      expiryReason: detail.reason ?? 'NONE',
      at,
    });
  }

  #touchedBalances(order: Order, fill: Fill | undefined): Execution['balances'] {
    const { baseAsset, quoteAsset } = this.market.instrument(order.symbol);
    const { holdsPositions } = this.market.settlement;
    const assets = new Set(holdsPositions ? [quoteAsset] : [baseAsset, quoteAsset]);
    if (fill) assets.add(fill.commissionAsset);
    return [...assets].map((asset) => this.#wallet.balance(asset));
  }
}
