import { afterAll, beforeAll } from 'vitest';
import { openOrders } from '../../../drizzle/schema.js';
import { addAccount } from '../../../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../../../src/accounts/strategies.js';
import type { MarketType } from '../../../src/domain/order.js';
import { Secret } from '../../../src/observability/secret.js';
import { createDatabase, type TestDatabase } from '../product/database.js';

/** A database with one account and without processes: the books alone. */
export class BareBooks {
  readonly #key = new Secret(Buffer.alloc(32, 7));

  private constructor(
    readonly database: TestDatabase,
    readonly marketType: MarketType,
    private account = 0,
  ) {}

  static async open(marketType: MarketType): Promise<BareBooks> {
    const books = new BareBooks(await createDatabase(), marketType);
    const { id } = await addAccount(books.database.db, books.#key, {
      name: 'bare',
      exchange: 'binance',
      marketType,
      restUrl: 'http://127.0.0.1:1',
      streamUrl: null,
      credentials: { apiKey: 'k', secret: 's' },
    });
    books.account = id;
    return books;
  }

  get accountId(): number {
    return this.account;
  }

  /** Adds a strategy and returns its id. */
  async strategy(name: string): Promise<number> {
    const { db } = this.database;
    const names = { name, accountId: this.account };
    return (await addStrategy(db, this.#key, names, newStrategySecrets())).id;
  }

  /** Records an open order. The default is a resting limit purchase of 1 BTC at 100. */
  async openOrder(
    order: Partial<typeof openOrders.$inferInsert> & { readonly clientOrderId: string },
  ): Promise<void> {
    await this.database.db.insert(openOrders).values({
      accountId: this.account,
      symbol: 'BTC/USDT',
      marketType: this.marketType,
      side: 'BUY',
      orderType: 'LIMIT',
      timeInForce: 'GTC',
      price: '100',
      quantity: '1',
      status: 'NEW',
      ...order,
    });
  }

  /** Returns the recorded position of a strategy, with the fields of a folded position. */
  async position(strategyId: number): Promise<Record<string, unknown>> {
    const [row] = await this.database.sql`
      select quantity::text, entry_price::text as "entryPrice", realized_pnl::text as "realizedPnl",
             exchange_realized_pnl::text as "exchangeRealizedPnl", fees
      from strategy_positions where strategy_id = ${strategyId}`;
    return { ...row };
  }
}

/** Sets up bare books for all tests of a file. @param take receives them before the first test */
export function useBareBooks(marketType: MarketType, take: (books: BareBooks) => void): void {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    const books = await BareBooks.open(marketType);
    database = books.database;
    take(books);
  });
  afterAll(() => database?.close());
}
