import type { FaultSwitches } from './fault-switches.js';
import type { Ledger } from './ledger.js';
import { isOpen, type Fill, type MarketName, type Order } from './model.js';

const DEFAULT_LAG_MS = 1000;

/**
 * What a read may see of one account's ledger: usually everything, but a fault can make it the
 * past (a lagging replica) or hide the youngest orders.
 */
export class LedgerView {
  constructor(
    private readonly ledger: Ledger,
    private readonly apiKey: string,
    private readonly asOf: number,
    private readonly createdBefore: number,
  ) {}

  order(orderId: number): Order | undefined {
    const current = this.ledger.order(orderId);
    if (current?.apiKey !== this.apiKey || current.createdAt > this.createdBefore) return undefined;
    return this.ledger.revisions.asOf(current, this.asOf);
  }

  /** Finds an order of a symbol by the exchange's id or, newest first, by the client's. */
  find(symbol: string, orderId?: number, clientOrderId?: string): Order | undefined {
    const newest =
      clientOrderId && this.ledger.account(this.apiKey).newestId(symbol, clientOrderId);
    const id = orderId ?? (newest || undefined);
    const order = id === undefined ? undefined : this.order(id);
    if (order?.symbol !== symbol) return undefined;
    return clientOrderId && order.clientOrderId !== clientOrderId ? undefined : order;
  }

  /** Returns the open orders, of all symbols or of one, oldest first. */
  openOrders(symbol?: string): Order[] {
    const { open } = this.ledger.account(this.apiKey);
    const isNow = this.asOf === Number.POSITIVE_INFINITY;
    const ids = isNow ? open.keys() : new Set([...open.keys(), ...this.#recentIds()]);
    const orders: Order[] = [];
    for (const id of ids) {
      const order = this.order(id);
      if (!order || !isOpen(order)) continue;
      if (symbol === undefined || order.symbol === symbol) orders.push(order);
    }
    return isNow ? orders : orders.sort((a, b) => a.orderId - b.orderId);
  }

  /** Walks the orders of a symbol, newest first. */
  *ordersNewestFirst(symbol: string): Generator<Order> {
    const ids = this.ledger.account(this.apiKey).orderIds(symbol);
    for (let index = ids.length - 1; index >= 0; index -= 1) {
      const order = this.order(ids[index] ?? 0);
      if (order) yield order;
    }
  }

  /** Returns the fills of a symbol that the read may see, oldest first. */
  fills(symbol: string): readonly Fill[] {
    const fills = this.ledger.account(this.apiKey).fills(symbol);
    const limit = Math.min(this.asOf, this.createdBefore);
    if ((fills.at(-1)?.at ?? 0) <= limit) return fills;
    return fills.filter(({ at }) => at <= limit);
  }

  #recentIds(): number[] {
    return [...this.ledger.revisions.recentOrderIds()];
  }
}

/** Returns what a read by this account sees at the moment, faults included. */
export function viewLedger(
  ledger: Ledger,
  faults: FaultSwitches,
  concern: { apiKey: string; symbol: string | null; market: MarketName },
  now: number,
): LedgerView {
  const unlimited = Number.POSITIVE_INFINITY;
  const spoiled = faults.takeForView(concern, now);
  if (!spoiled) return new LedgerView(ledger, concern.apiKey, unlimited, unlimited);
  const [fault, { ms = DEFAULT_LAG_MS }] = spoiled;
  const past = now - ms;
  return fault.shows === 'the-past'
    ? new LedgerView(ledger, concern.apiKey, past, unlimited)
    : new LedgerView(ledger, concern.apiKey, unlimited, past);
}
