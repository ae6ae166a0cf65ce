import type { z } from 'zod';
import type { DecimalString } from '../../../domain/decimal.js';
import type { OrderView, Side, TimeInForce } from '../../../domain/order.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import type { OrderAnswer } from './wire.js';

/**
 * Parameters of a call, sent as they are and in this order, which is that of the `query_hash`. All
 * of them are text (E5).
 */
export type TextParameters = Readonly<Record<string, string>>;

/** The signed calls of an account, and the public one for a market's last price. */
export type KoreanCall = 'submit' | 'getOrder' | 'cancel' | 'listOpen' | 'listClosed' | 'ticker';

/** An order in the words that both exchanges have for it. */
export interface SentOrder {
  readonly symbol: MarketSymbol;
  readonly market: string;
  readonly side: Side;
  readonly type: 'limit' | 'price' | 'market';
  /** The limit, or what is to be spent. */
  readonly price?: DecimalString;
  readonly volume?: DecimalString;
  readonly timeInForce: TimeInForce;
  readonly clientOrderId: string;
}

/** What a submission's answer says of the order. */
export interface TakenOrder {
  readonly clientOrderId: string | null;
  readonly view: OrderView;
}

/** Reads one page of a list. */
export type ReadPage = (parameters: TextParameters) => Promise<OrderAnswer[]>;

/** What one of the two exchanges has of its own in its orders. */
export interface Dialect {
  readonly exchange: string;
  /** How the calls are named in messages. */
  readonly names: { readonly submit: string; readonly cancel: string };
  /**
   * ccxt's names for the calls, which are those of the paths. `listOpen` lists open orders,
   * `listClosed` those of one state that have ended; both are paged.
   */
  readonly calls: Readonly<Record<KoreanCall, string>>;
  readonly fields: {
    /** Holds an order's type in a submission. */
    readonly type: string;
    /** Holds the client's id of an order in every call. */
    readonly clientId: string;
    /** Holds the exchange's id of an order in GET. */
    readonly orderId: string;
    /** The same in DELETE. */
    readonly cancelId: string;
  };
  /** @throws ExchangeFailure of origin `denied` for what the exchange has no terms for */
  mustTake?(order: SentOrder): void;
  /** Reads a submission's answer. */
  takenOrder(order: SentOrder): z.ZodType<TakenOrder>;
  /** Returns the ended orders of a market that were created since, and maybe some before. */
  listClosed(read: ReadPage, market: string, since: number): Promise<OrderAnswer[]>;
}
