import type { Clock } from './clock.js';
import { ZERO } from '../decimal.js';
import type { ViewFault } from '../faults/kinds.js';
import type { FaultSwitches } from '../faults/switches.js';
import type { Ledger } from '../market/ledger.js';
import { isOpen, type Fill, type Order } from '../model.js';
import type { MarketName } from '../names.js';

const DEFAULT_LAG_MS = 1000;

/** How far into the present a read sees. It sees nothing later than these times. */
interface Sight {
  readonly asOf: number;
  readonly createdBefore: number;
  readonly filledBefore: number;
}

const EVERYTHING: Sight = {
  asOf: Number.POSITIVE_INFINITY,
  createdBefore: Number.POSITIVE_INFINITY,
  filledBefore: Number.POSITIVE_INFINITY,
};

const LIMITS: Readonly<Record<ViewFault['shows'], keyof Sight>> = {
  'the-past': 'asOf',
  'no-young-orders': 'createdBefore',
  'no-young-fills': 'filledBefore',
};

/**
 * What a read may see of one account's ledger (V6). That is usually everything, but a fault can
 * show the past (a lagging replica) or hide the youngest orders or fills. Times are as clients see
 * them.
 */
export class LedgerView {
  constructor(
    private readonly ledger: Ledger,
    private readonly apiKey: string,
    private readonly clock: Clock,
    private readonly sight: Sight,
  ) {}

  order(orderId: number): Order | undefined {
    const { asOf, createdBefore } = this.sight;
    const current = this.ledger.order(orderId);
    if (current?.apiKey !== this.apiKey || current.isForgotten) return undefined;
    if (current.createdAt > createdBefore) return undefined;
    const seen = this.ledger.revisions.asOf(current, asOf);
    return seen && this.clock.order(this.#withoutYoungFills(seen));
  }

  /** Returns a symbol's order by the exchange's id, or the newest one by the client's. */
  find(symbol: string, orderId?: number, clientOrderId?: string): Order | undefined {
    if (orderId === undefined) return this.#newest(symbol, clientOrderId ?? '');
    const order = this.order(orderId);
    if (order?.symbol !== symbol) return undefined;
    return clientOrderId && order.clientOrderId !== clientOrderId ? undefined : order;
  }

  /** Returns the open orders, of all symbols or of one, oldest first. */
  openOrders(symbol?: string): Order[] {
    const { open } = this.ledger.account(this.apiKey);
    const { asOf, filledBefore } = this.sight;
    const isNow = Math.min(asOf, filledBefore) === Number.POSITIVE_INFINITY;
    const ids = isNow ? open.keys() : new Set([...open.keys(), ...this.#recentIds()]);
    const orders: Order[] = [];
    for (const id of ids) {
      const order = this.order(id);
      if (!order || !isOpen(order)) continue;
      if (symbol === undefined || order.symbol === symbol) orders.push(order);
    }
    return isNow ? orders : orders.sort((a, b) => a.orderId - b.orderId);
  }

  /** Returns the symbols of all orders that the account ever had. */
  symbols(): string[] {
    return this.ledger.account(this.apiKey).symbols();
  }

  /** Yields the orders of all symbols, newest first. */
  *allNewestFirst(): Generator<Order> {
    const walks = this.symbols().map((symbol) => this.ordersNewestFirst(symbol));
    const heads = walks.map((walk) => walk.next());
    for (;;) {
      let newest = -1;
      for (const [index, { value, done }] of heads.entries()) {
        const best = heads[newest]?.value as Order | undefined;
        if (!done && value.orderId > (best?.orderId ?? -1)) newest = index;
      }
      const head = heads[newest];
      const walk = walks[newest];
      if (!head || head.done || !walk) return;
      yield head.value;
      heads[newest] = walk.next();
    }
  }

  /** Yields the orders of a symbol, newest first. */
  *ordersNewestFirst(symbol: string): Generator<Order> {
    const ids = this.ledger.account(this.apiKey).orderIds(symbol);
    for (let index = ids.length - 1; index >= 0; index -= 1) {
      const order = this.order(ids[index] ?? 0);
      if (order) yield order;
    }
  }

  /** Returns the fills of a symbol that the read may see, oldest first. */
  fills(symbol: string): readonly Fill[] {
    return this.#seen(this.ledger.account(this.apiKey).fills(symbol));
  }

  /** Returns the fills of an order that the read may see, oldest first. */
  fillsOf(orderId: number): readonly Fill[] {
    return this.#seen(this.ledger.account(this.apiKey).fillsOf(orderId));
  }

  #seen(fills: readonly Fill[]): readonly Fill[] {
    const { asOf, createdBefore, filledBefore } = this.sight;
    const limit = Math.min(asOf, createdBefore, filledBefore);
    const isWhole = (fills.at(-1)?.at ?? 0) <= limit;
    const seen = isWhole ? fills : fills.filter(({ at }) => at <= limit);
    return this.clock.isOwn ? seen : seen.map((fill) => this.clock.fill(fill));
  }

  #newest(symbol: string, clientOrderId: string): Order | undefined {
    const id = this.ledger.account(this.apiKey).newestId(symbol, clientOrderId);
    if (id === undefined) return undefined;
    const newest = this.order(id);
    if (newest) return newest;
    // This read does not see the newest order yet, but may see an earlier one with the same id.
    for (const order of this.ordersNewestFirst(symbol)) {
      if (order.clientOrderId === clientOrderId) return order;
    }
    return undefined;
  }

  /** Returns the order without its latest fills. Only a cancel or an expiry shows at once. */
  #withoutYoungFills(order: Order): Order {
    const { filledBefore } = this.sight;
    if (order.updatedAt <= filledBefore) return order;
    const past = this.ledger.revisions.asOf(order, filledBefore) ?? {
      ...order,
      status: 'NEW',
      filledQuantity: ZERO,
      cumulativeQuote: ZERO,
      updatedAt: order.createdAt,
    };
    if (order.status !== 'CANCELLED' && order.status !== 'EXPIRED') return past;
    const { filledQuantity, cumulativeQuote } = past;
    return { ...order, filledQuantity, cumulativeQuote };
  }

  #recentIds(): number[] {
    return [...this.ledger.revisions.recentOrderIds()];
  }
}

/** Returns what a read by this account sees now, faults included. */
export function viewLedger(
  ledger: Ledger,
  faults: FaultSwitches,
  clock: Clock,
  concern: { apiKey: string; symbol: string | null; market: MarketName },
  now: number,
): LedgerView {
  const spoiled = faults.takeForView(concern, now);
  if (!spoiled) return new LedgerView(ledger, concern.apiKey, clock, EVERYTHING);
  const [fault, { ms = DEFAULT_LAG_MS }] = spoiled;
  const limited = { [LIMITS[fault.shows]]: now - ms };
  return new LedgerView(ledger, concern.apiKey, clock, { ...EVERYTHING, ...limited });
}
