import { Revisions } from './revisions.js';
import { isOpen, placedAs, type Fill, type Order } from '../model.js';
import type { MarketName } from '../names.js';

/** One account's orders and fills on one market, indexed for the questions clients ask. */
class AccountLedger {
  readonly open = new Map<number, Order>();
  readonly openIdByClientId = new Map<string, number>();
  /** Every client id that an order ever had or that a refused request took. */
  readonly takenClientIds = new Set<string>();
  readonly #newestIdByClientId = new Map<string, number>();
  readonly #newestIdPlacedAs = new Map<string, number>();
  readonly #orderIds = new Map<string, number[]>();
  readonly #fills = new Map<string, Fill[]>();
  readonly #fillsByOrder = new Map<number, Fill[]>();

  /** Returns the id of the newest order of a symbol that carries a client id. */
  newestId(symbol: string, clientOrderId: string): number | undefined {
    return this.#newestIdByClientId.get(`${symbol} ${clientOrderId}`);
  }

  /** Returns the id of the newest order of a symbol that was placed with a client id. */
  newestIdPlacedAs(symbol: string, clientOrderId: string): number | undefined {
    return this.#newestIdPlacedAs.get(`${symbol} ${clientOrderId}`);
  }

  symbols(): string[] {
    return [...this.#orderIds.keys()];
  }

  /** Returns the ids of all orders of a symbol, oldest first. */
  orderIds(symbol: string): readonly number[] {
    return this.#orderIds.get(symbol) ?? [];
  }

  /** Returns the fills of a symbol, oldest first. */
  fills(symbol: string): readonly Fill[] {
    return this.#fills.get(symbol) ?? [];
  }

  /** Returns the fills of an order, oldest first. */
  fillsOf(orderId: number): readonly Fill[] {
    return this.#fillsByOrder.get(orderId) ?? [];
  }

  /** Stores an order's new state. */
  put(order: Order, before: Order | undefined): void {
    const { symbol, orderId, clientOrderId } = order;
    if (!before) {
      this.#newestIdPlacedAs.set(`${symbol} ${placedAs(order)}`, orderId);
      append(this.#orderIds, symbol, orderId);
    }
    if (before?.clientOrderId !== clientOrderId) {
      if (before) this.#forgetName(before);
      this.takenClientIds.add(clientOrderId);
      this.#newestIdByClientId.set(`${symbol} ${clientOrderId}`, orderId);
    }
    if (isOpen(order)) {
      this.open.set(order.orderId, order);
      this.openIdByClientId.set(order.clientOrderId, order.orderId);
    } else if (this.open.delete(order.orderId)) {
      this.openIdByClientId.delete(order.clientOrderId);
    }
  }

  addFill(fill: Fill): void {
    append(this.#fills, fill.symbol, fill);
    append(this.#fillsByOrder, fill.orderId, fill);
  }

  /** An order that got another client id is no longer found by the former one. */
  #forgetName({ symbol, orderId, clientOrderId }: Order): void {
    const name = `${symbol} ${clientOrderId}`;
    if (this.#newestIdByClientId.get(name) === orderId) this.#newestIdByClientId.delete(name);
    if (this.openIdByClientId.get(clientOrderId) === orderId) {
      this.openIdByClientId.delete(clientOrderId);
    }
  }
}

/** Every order and fill that a market ever had. */
export class Ledger {
  readonly revisions = new Revisions();
  readonly #orders = new Map<number, Order>();
  readonly #openBySymbol = new Map<string, Map<number, Order>>();
  readonly #byAccount = new Map<string, AccountLedger>();
  readonly #lastTradeId = new Map<string, number>();
  #lastOrderId: number;
  #lastExecutionId = 0;

  constructor(
    readonly market: MarketName,
    firstOrderId: number,
  ) {
    this.#lastOrderId = firstOrderId - 1;
  }

  account(apiKey: string): AccountLedger {
    let account = this.#byAccount.get(apiKey);
    if (!account) this.#byAccount.set(apiKey, (account = new AccountLedger()));
    return account;
  }

  order(orderId: number): Order | undefined {
    return this.#orders.get(orderId);
  }

  orders(): Iterable<Order> {
    return this.#orders.values();
  }

  /** Returns the orders of all accounts that rest on a symbol, oldest first. */
  openOn(symbol: string): Iterable<Order> {
    return this.#openBySymbol.get(symbol)?.values() ?? [];
  }

  nextOrderId(): number {
    return ++this.#lastOrderId;
  }

  nextTradeId(symbol: string): number {
    return (this.#lastTradeId.get(symbol) ?? 0) + 1;
  }

  nextExecutionId(): number {
    return ++this.#lastExecutionId;
  }

  get lastExecutionId(): number {
    return this.#lastExecutionId;
  }

  /** Stores an order's new state, from an operation or from the journal. */
  put(order: Order): void {
    const before = this.#orders.get(order.orderId);
    this.#orders.set(order.orderId, order);
    this.#lastOrderId = Math.max(this.#lastOrderId, order.orderId);
    this.account(order.apiKey).put(order, before);
    if (before) this.revisions.add(before, order.updatedAt);
    let open = this.#openBySymbol.get(order.symbol);
    if (!open) this.#openBySymbol.set(order.symbol, (open = new Map<number, Order>()));
    if (isOpen(order)) open.set(order.orderId, order);
    else open.delete(order.orderId);
  }

  addFill(fill: Fill): void {
    this.account(fill.apiKey).addFill(fill);
    const last = this.#lastTradeId.get(fill.symbol) ?? 0;
    this.#lastTradeId.set(fill.symbol, Math.max(last, fill.tradeId));
  }

  restoreExecutionId(executionId: number): void {
    this.#lastExecutionId = Math.max(this.#lastExecutionId, executionId);
  }
}

function append<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
