import { isTerminal } from '../../domain/order.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { ListedOrder, OnUnreadable, OrderReference } from '../exchange.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import { orNull } from '../kit/exchange-calls.js';
import type { Priority } from '../kit/limits/limits.js';
import { placeRows } from '../kit/market-rows.js';
import { aboutAnotherOrder } from '../kit/parse-answer.js';
import { anyRow, readableRows, type UnreadableRow } from '../kit/rows.js';
import { termsOf, toView } from './answers.js';
import type { BybitCategory } from './client.js';
import { errorSource, isOrderNotFound } from './codes.js';
import type { BybitMarkets } from './markets.js';
import { everyPage, type AskPage } from './paging.js';
import { orderRow, type BybitOrder } from './wire.js';

/** The endpoint's maximum. */
const PAGE = 50;

/** Names one order in a call. */
export type OrderIdentity = { readonly category: BybitCategory; readonly symbol: string } & (
  { readonly orderId: string } | { readonly orderLinkId: string }
);

/** Reads an account's orders. */
export class BybitOrders {
  constructor(
    private readonly markets: BybitMarkets,
    private readonly ask: AskPage,
  ) {}

  /** Returns how a call names an order: by the exchange's id, or by ours until that is known. */
  async identityOf(reference: OrderReference): Promise<OrderIdentity> {
    const { symbol, clientOrderId, exchangeOrderId } = reference;
    const market = { category: this.markets.category, symbol: await this.markets.idOf(symbol) };
    return exchangeOrderId
      ? { ...market, orderId: exchangeOrderId }
      : { ...market, orderLinkId: clientOrderId };
  }

  /**
   * Fetches an order. A closed order leaves `realtime` after a while, or when the exchange
   * restarts it, so the history is asked too.
   */
  async fetch(reference: OrderReference, priority: Priority): Promise<ListedOrder | null> {
    const row = await this.#find(reference, priority);
    return row && this.#listed(row, reference.symbol);
  }

  /** Returns when an order was placed, in milliseconds, or `null` if that is not known. */
  async placedAt(symbol: MarketSymbol, orderId: string): Promise<number | null> {
    const reference = { symbol, clientOrderId: '', exchangeOrderId: orderId };
    const createdTime = (await this.#find(reference, 'verify'))?.createdTime;
    return createdTime == null ? null : Date.parse(createdTime);
  }

  async #find(reference: OrderReference, priority: Priority): Promise<BybitOrder | null> {
    const identity = await this.identityOf(reference);
    for (const path of ['order/realtime', 'order/history'] as const) {
      const page = await orNull(this.ask(path, orderRow, identity, priority), isOrderNotFound);
      const rows = page?.list ?? [];
      const row = rows.find((each) => isOf(each, identity));
      if (row) return row;
      const [another] = rows;
      if (!another) continue;
      // This does not mean "no such order": a server that ignores the id has not looked.
      const what = { exchange: errorSource.exchange, call: `GET ${path}` };
      throw aboutAnotherOrder(what, reference.clientOrderId, another.orderLinkId);
    }
    return null;
  }

  /**
   * Returns all open orders. Contracts are listed by settlement coin. All coins are asked for,
   * since others may have placed orders too.
   *
   * @param symbols the markets that orders of ours are in, which may no longer be listed
   */
  async open(
    symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    const { category } = this.markets;
    await this.markets.ready();
    this.markets.remember(symbols);
    const parts = category === 'spot' ? [{}] : this.markets.settleCoins().map(settledIn);
    const rows: (BybitOrder | UnreadableRow)[] = [];
    for (const part of parts) rows.push(...(await this.#openIn(part)));
    const what = { exchange: errorSource.exchange, call: 'GET order/realtime' };
    const readable = readableRows(what, rows, onUnreadable);
    // Pages shift while they are read, so an order may be on two.
    const distinct = new Map(readable.map((row) => [row.orderId, row]));
    const idOf = (row: BybitOrder) => row.symbol;
    const placed = await placeRows(what, [...distinct.values()], idOf, this.markets, onUnreadable);
    const orders = placed.map(({ row, symbol }) => this.#listed(row, symbol));
    return orders.filter(({ status }) => !isTerminal(status));
  }

  #openIn(part: CallParameters): Promise<(BybitOrder | UnreadableRow)[]> {
    const { category } = this.markets;
    const parameters = { category, ...part, openOnly: 0, limit: PAGE };
    return everyPage((cursor) => {
      const at = cursor === undefined ? {} : { cursor };
      return this.ask('order/realtime', anyRow(orderRow), { ...parameters, ...at }, 'background');
    });
  }

  #listed(row: BybitOrder, symbol: MarketSymbol): ListedOrder {
    const { category } = this.markets;
    return { ...toView(row, category), symbol, terms: termsOf(row, category) };
  }
}

function isOf(row: BybitOrder, identity: OrderIdentity): boolean {
  if (row.symbol !== identity.symbol) return false;
  return 'orderId' in identity
    ? row.orderId === identity.orderId
    : row.orderLinkId === identity.orderLinkId;
}

function settledIn(settleCoin: string): CallParameters {
  return { settleCoin };
}
