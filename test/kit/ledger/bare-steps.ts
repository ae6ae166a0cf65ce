import { ClaimedOrders } from '../../../activities/order/claimed-orders.js';
import type { Dependencies } from '../../../activities/dependencies.js';
import { RestoreMemory } from '../../../activities/restore/restore-memory.js';
import { claimSubmission, type WonClaim } from '../../../src/books/claims.js';
import { acceptSubmission } from '../../../src/books/submissions.js';
import type { OrderRequest } from '../../../src/domain/order.js';
import type { ExchangeRest } from '../../../src/exchange/exchange.js';
import { createDatabase, type TestDatabase } from '../product/database.js';

/** Steps of orders on real tables, without Temporal, with an exchange that answers as told. */
export class BareSteps {
  private constructor(readonly database: TestDatabase) {}

  /** Opens a database of its own with one account and one strategy, both with the id 1. */
  static async open(): Promise<BareSteps> {
    const database = await createDatabase();
    await database.sql`insert into accounts (name, exchange, market_type, credentials)
      values ('a', 'binance', 'SPOT', 'none')`;
    await database.sql`insert into strategies (name, account_id, token_hash, signing_secret)
      values ('s', 1, 'x', 'y')`;
    return new BareSteps(database);
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** Returns what a step is given, with an exchange that has only these calls. */
  dependencies(rest: Partial<ExchangeRest>): Dependencies {
    const account = {
      id: 1,
      name: 'a',
      exchange: 'binance',
      marketType: 'SPOT',
      restUrl: 'http://127.0.0.1:1',
      streamUrl: null,
    };
    const done = () => Promise.resolve();
    const yes = () => Promise.resolve(true);
    return {
      db: this.database.db,
      gateway: {
        restFor: () => Promise.resolve(rest),
        accountFor: () => Promise.resolve(account),
        isSynced: yes,
      },
      notifyOutbox: () => undefined,
      claimed: new ClaimedOrders(),
      restores: new RestoreMemory(() => Promise.resolve({})),
      forgottenAfterMs: 1_000,
      // What a step would try again later fails the test.
      failures: {
        failed: (_step: unknown, error: Error) => Promise.reject(error),
        succeeded: done,
      },
      orders: { wake: yes, track: yes, isTracked: yes, latest: () => Promise.resolve([]) },
      log: { warn: () => undefined, error: () => undefined, info: () => undefined },
    } as unknown as Dependencies;
  }

  /** Stores the alert of an order, and returns its request. */
  async deliver(clientOrderId: string): Promise<OrderRequest> {
    const request: OrderRequest = {
      accountId: 1,
      accountName: 'a',
      strategyId: 1,
      clientOrderId,
      symbol: 'BTC/USDT',
      marketType: 'SPOT',
      side: 'BUY',
      orderType: 'LIMIT',
      quantity: '1',
      price: '100',
      timeInForce: 'GTC',
      reduceOnly: false,
      receivedAt: new Date().toISOString(),
    };
    await this.database.sql`
      insert into webhook_deliveries (strategy_id, delivery_id, body_hash, request, workflow_id)
      values (1, ${clientOrderId}, 'h', ${JSON.stringify(request)}::text::jsonb,
        ${`order:1:${clientOrderId}`})`;
    return request;
  }

  /** Claims an order, as the step does that sends it. */
  async claim(request: OrderRequest): Promise<WonClaim> {
    const won = await claimSubmission(this.database.db, request);
    if (won.kind !== 'submit') throw new Error(`expected to win the claim, was "${won.kind}"`);
    return won;
  }

  /** Delivers an order and has it accepted under an id of the exchange. */
  async accepted(clientOrderId: string, exchangeOrderId: string): Promise<OrderRequest> {
    const request = await this.deliver(clientOrderId);
    await this.claim(request);
    await acceptSubmission(this.database.db, request, exchangeOrderId);
    return request;
  }

  /** Makes an order's latest submission older, as if a step had waited for so long. */
  async age(clientOrderId: string, interval: string): Promise<void> {
    await this.database.sql`
      update open_orders set submitted_at = submitted_at - ${interval}::interval
      where client_order_id = ${clientOrderId}`;
  }
}
