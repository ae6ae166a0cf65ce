import type { ExchangeGateway } from '../src/accounts/gateway.js';
import type { Database } from '../drizzle/database.js';
import type { ChangeSource, OrderKey, OrderRequest } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import type { Logger } from '../src/observability/log.js';

/** The workflows that own orders, as far as activities need them. */
export interface OrderTracking {
  /** Has an order's workflow look at the exchange. Resolves with whether it runs. */
  wake(order: OrderKey, source: ChangeSource): Promise<boolean>;
  /** Resolves with whether an order's workflow runs. */
  isTracked(order: OrderKey): Promise<boolean>;
  /** Returns the ids of all order workflows that run; may lag by about a second. */
  tracked(): Promise<ReadonlySet<string>>;
  /**
   * Starts the workflow of an order that is open without one.
   *
   * @param progress how the order stands, or `null` when it may not have been sent
   * @returns whether it was started; one that runs goes on
   */
  track(
    request: OrderRequest,
    strategyName: string | null,
    progress: OrderProgress | null,
  ): Promise<boolean>;
}

/** What activities need of the outside world; opened by the worker, never at import time. */
export interface Dependencies {
  readonly db: Database;
  readonly gateway: ExchangeGateway;
  /** Hints to outbox readers that there is news; cheap, and safe to lose. */
  readonly notifyOutbox: () => void;
  readonly orders: OrderTracking;
  readonly log: Logger;
}
