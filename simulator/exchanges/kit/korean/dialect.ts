import type { WireIds } from '../../../market/market.js';
import type { MarketName } from '../../../names.js';
import type { KoreanError } from './errors.js';
import type { TokenClaims } from './jwt.js';
import type { RestSide, WireType } from './order-view.js';

/** What one exchange requires of a token, beyond what both require. */
export interface TokenRules {
  readonly nonceUsed: () => KoreanError;
  /** Checks the claims that only this exchange has. Throws its error for bad ones. */
  readonly checkClaims: (claims: TokenClaims, now: number) => void;
}

/** How an exchange names the fields of an order, and its errors for bad ones. */
export interface OrderWords {
  readonly typeField: string;
  readonly clientIdField: string;
  /** The form of a client id; any other is refused, also an empty one. */
  readonly clientId: RegExp;
  readonly types: readonly WireType[];
  readonly invalid: (name: string) => KoreanError;
  /** The error for a price or volume that is missing or does not go with the type. */
  readonly badTerms: (side: RestSide) => KoreanError;
  /** The error for a price that is not a multiple of the tick. */
  readonly badPrice: (side: RestSide) => KoreanError;
  readonly belowMinimum: (side: RestSide, minimum: string) => KoreanError;
}

/** How an exchange writes the ids of orders and trades, and reads those of orders. */
export interface KoreanIds extends WireIds {
  /** Returns the number that an order's id stands for, or undefined for any other text. */
  orderNumber(id: string): number | undefined;
}

/** What differs between Upbit and Bithumb. */
export interface KoreanDialect {
  readonly market: MarketName;
  readonly token: TokenRules;
  readonly orders: OrderWords;
  readonly ids: KoreanIds;
  /** Writes the time of a fill as REST answers show it. */
  readonly fillTime: (at: number) => string;
  readonly insufficientFunds: (side: RestSide, asset: string) => KoreanError;
  readonly duplicateId: () => KoreanError;
}
