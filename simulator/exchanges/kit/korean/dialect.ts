import type { WireIds } from '../../../market/market.js';
import type { Fill, MarketName, Order } from '../../../model.js';
import type { TokenRules } from './authentication.js';
import type { KoreanError } from './errors.js';
import type { OrderDialect } from './order-terms.js';
import type { RestSide } from './order-view.js';

/** How an exchange writes the ids of orders and trades, and reads those of orders. */
export interface KoreanIds extends WireIds {
  /** Returns the number that an order's id stands for, if it is one. */
  orderNumber(id: string): number | undefined;
}

/** What is one exchange's own where Upbit and Bithumb have the rest in common. */
export interface KoreanExchange {
  readonly market: MarketName;
  readonly token: TokenRules;
  readonly orders: OrderDialect;
  readonly ids: KoreanIds;
  readonly insufficientFunds: (side: RestSide, asset: string) => KoreanError;
  readonly duplicateId: () => KoreanError;
}

/** An order and its trades, as a read sees them. */
export interface SeenOrder {
  readonly order: Order;
  readonly fills: readonly Fill[];
}
