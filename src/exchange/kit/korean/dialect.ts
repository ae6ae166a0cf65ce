import type { z } from 'zod';
import type { DecimalString } from '../../../domain/decimal.js';
import type { OrderView, Side, TimeInForce } from '../../../domain/order.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import type { Costs } from '../limits/limits.js';
import type { OrderAnswer } from './wire.js';

/**
 * The parameters of a call, sent as they are and in this order, which is also the order of the
 * `query_hash`. All of them are text (P5).
 */
export type TextParameters = Readonly<Record<string, string>>;

/** The signed calls of an account, and the public one for a market's last price. */
export type KoreanCall = 'submit' | 'getOrder' | 'cancel' | 'listOpen' | 'listClosed' | 'ticker';

/** An order to be sent, in the words that both exchanges share. */
export interface SentOrder {
  readonly symbol: MarketSymbol;
  readonly market: string;
  readonly side: Side;
  readonly type: 'limit' | 'price' | 'market';
  /** The limit price, or the amount to spend. */
  readonly price?: DecimalString;
  readonly volume?: DecimalString;
  readonly timeInForce: TimeInForce;
  readonly clientOrderId: string;
}

/** What the answer to a submission says about the order. */
export interface TakenOrder {
  readonly clientOrderId: string | null;
  readonly view: OrderView;
}

/** Reads one page of a list. */
export type ReadPage = (parameters: TextParameters) => Promise<OrderAnswer[]>;

/** What is specific to one of the two exchanges in its orders. */
export interface Dialect {
  readonly exchange: string;
  /** How the calls are named in messages. */
  readonly names: { readonly submit: string; readonly cancel: string };
  /**
   * ccxt's names for the calls, which follow their paths. `listOpen` lists open orders;
   * `listClosed` lists ended orders of one state. Both are paged.
   */
  readonly calls: Readonly<Record<KoreanCall, string>>;
  /** What a cancel costs: whether it counts as an order or among the other calls. */
  readonly cancelCosts: Costs;
  readonly fields: {
    /** The field for an order's type in a submission. */
    readonly type: string;
    /** The field for the client order id in every call. */
    readonly clientId: string;
    /** The field for the exchange order id in GET. */
    readonly orderId: string;
    /** The same in DELETE. */
    readonly cancelId: string;
  };
  /**
   * The states of open orders that `listOpen` is asked for, in the order in which an order passes
   * through them. Each is one call: ccxt encodes the brackets of an array of states, which these
   * exchanges do not accept.
   */
  readonly openStates: readonly string[];
  /** @throws ExchangeFailure of origin `denied` if the exchange cannot express the order */
  mustTake?(order: SentOrder): void;
  /** Returns the schema of a submission's answer. */
  takenOrder(order: SentOrder): z.ZodType<TakenOrder>;
  /**
   * Returns the ended orders of a market that were created since a time, and perhaps some before.
   */
  listClosed(read: ReadPage, market: string, since: number): Promise<OrderAnswer[]>;
}
