import type { Fill, MarketName, Order } from '../model.js';
import type { TokenRules } from './authentication.js';
import type { KoreanError } from './errors.js';
import type { OrderDialect } from './order-terms.js';
import type { RestSide } from './order-view.js';

/** How an exchange writes the numbers that orders and trades have inside. */
export interface WireIds {
  readonly order: (orderId: number) => string;
  /** Returns the number that an order's id stands for, if it is one. */
  readonly orderNumber: (id: string) => number | undefined;
  readonly trade: (fill: Pick<Fill, 'symbol' | 'tradeId'>) => string;
}

/** What is one exchange's own where Upbit and Bithumb have the rest in common. */
export interface KoreanExchange {
  readonly market: MarketName;
  readonly token: TokenRules;
  readonly orders: OrderDialect;
  readonly ids: WireIds;
  readonly insufficientFunds: (side: RestSide, asset: string) => KoreanError;
  readonly duplicateId: () => KoreanError;
}

/** An order and its trades, as a read sees them. */
export interface SeenOrder {
  readonly order: Order;
  readonly fills: readonly Fill[];
}
