import type { z } from 'zod';
import type { DecimalString } from '../../../domain/decimal.js';
import type { OrderView, Side, TimeInForce } from '../../../domain/order.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import type { ErrorSource } from '../ccxt-call.js';
import type { OrderAnswer } from './wire.js';

/** Parameters of a call, sent as they are and in this order, which is that of the `query_hash`. */
export type TextParameters = Readonly<Record<string, string>>;

type Call = (parameters: TextParameters) => Promise<unknown>;

/** The signed calls of an account. */
export interface KoreanCalls {
  readonly submit: Call;
  readonly getOrder: Call;
  readonly cancel: Call;
  /** Open orders; paged. */
  readonly listOpen: Call;
  /** Orders of one state that have ended; paged. */
  readonly listClosed: Call;
  /** Public. */
  readonly ticker: Call;
}

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

/** What one of the two exchanges has of its own. */
export interface Dialect extends ErrorSource {
  /** How the calls are named in messages. */
  readonly names: { readonly submit: string; readonly cancel: string };
  /** @throws ExchangeFailure of origin `denied` for what the exchange has no terms for */
  toParameters(order: SentOrder): TextParameters;
  /** Reads a submission's answer. */
  takenOrder(order: SentOrder): z.ZodType<TakenOrder>;
  /** Names an order for GET, by the exchange's id or the client's. */
  readonly orderId: { readonly own: string; readonly client: string };
  /** The same for DELETE. */
  readonly cancelId: { readonly own: string; readonly client: string };
  /** Returns the ended orders of a market that were created since, and maybe some before. */
  listClosed(read: ReadPage, market: string, since: number): Promise<OrderAnswer[]>;
}
