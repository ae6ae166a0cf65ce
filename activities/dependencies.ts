import type { ClaimedOrders } from './order/claimed-orders.js';
import type { RestoreMemory } from './restore/restore-memory.js';
import type { ExchangeGateway } from '../src/accounts/gateway.js';
import type { FailureWatch } from '../src/alerts/failure-watch.js';
import type { Database } from '../drizzle/database.js';
import type { ChangeSource, OrderKey, OrderRequest } from '../src/domain/order.js';
import type { MarketSymbol } from '../src/domain/symbol.js';
import type { OrderProgress } from '../src/domain/progress.js';
import type { Logger } from '../src/observability/log.js';

/** The workflows that own orders, as far as activities need them. */
export interface OrderTracking {
  /** Makes an order's workflow ask the exchange. Resolves with whether the workflow runs. */
  wake(order: OrderKey, source: ChangeSource): Promise<boolean>;
  /** Resolves with whether an order's workflow runs. */
  isTracked(order: OrderKey): Promise<boolean>;
  /**
   * Returns the orders of an account whose workflows were started in the last day or run
   * still, page by page. The list may lag by about a second.
   */
  recent(accountName: string): AsyncIterable<readonly TrackedOrder[]>;
  /**
   * Returns an account's orders whose workflows run and were started last, and those whose ended
   * last: of each the latest hundred since a time.
   */
  latest(
    account: { readonly id: number; readonly name: string },
    since: Date,
  ): Promise<readonly LatestOrder[]>;
  /**
   * Returns what an order's latest workflow knew of it, or `undefined` if none is known. That is a
   * hint where to look, not what is so.
   */
  progressOf(order: OrderKey): Promise<OrderProgress | undefined>;
  /** Returns the ids of all running order workflows. The list may lag by about a second. */
  tracked(): Promise<ReadonlySet<string>>;
  /**
   * Starts the workflow of an open order that has none.
   *
   * @param progress how the order stands, or `null` when it may not have been sent
   * @returns whether it was started; a workflow that runs already just continues
   */
  track(
    request: OrderRequest,
    strategyName: string | null,
    progress: OrderProgress | null,
  ): Promise<boolean>;
}

/** An order that had a workflow, as far as Temporal's list describes it. */
export interface TrackedOrder {
  readonly clientOrderId: string;
  readonly symbol: MarketSymbol;
}

/** An order of which a workflow runs or has ended a while ago. */
export interface LatestOrder {
  readonly clientOrderId: string;
  readonly startedAt: Date;
  readonly hasEnded: boolean;
}

/** The workflows that own accounts, as far as activities need them. */
export interface AccountTracking {
  /** Has an account's open orders compared now. Cheap, and safe to lose. */
  compare(accountId: number): Promise<void>;
}

/** What activities need from outside. The worker opens it; nothing is opened on import. */
export interface Dependencies {
  readonly db: Database;
  readonly gateway: ExchangeGateway;
  /** Tells readers of the outbox that it has news. Cheap, and safe to lose. */
  readonly notifyOutbox: () => void;
  readonly orders: OrderTracking;
  readonly accounts: AccountTracking;
  readonly claimed: ClaimedOrders;
  readonly restores: RestoreMemory;
  /** An order ends when the exchange has not known it for this long. */
  readonly forgottenAfterMs: number;
  /** Tells the operator what keeps failing. */
  readonly failures: FailureWatch;
  readonly log: Logger;
}
