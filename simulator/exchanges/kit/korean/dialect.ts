import type { WireIds } from '../../../market/market.js';
import type { MarketName } from '../../../names.js';
import type { KoreanError } from './errors.js';
import type { TokenClaims } from './jwt.js';
import type { RestSide, WireType } from './order-view.js';

/** What an exchange asks of a token beyond what both ask. */
export interface TokenRules {
  readonly nonceUsed: () => KoreanError;
  /** Checks the claims that only this exchange has; throws what it says to bad ones. */
  readonly checkClaims: (claims: TokenClaims, now: number) => void;
}

/** How an exchange names the fields of an order, and what it says to a bad one. */
export interface OrderWords {
  readonly typeField: string;
  readonly clientIdField: string;
  readonly types: readonly WireType[];
  readonly invalid: (name: string) => KoreanError;
  /** A price or volume that does not go with the type, or is missing. */
  readonly badTerms: (side: RestSide) => KoreanError;
  /** A price off the tick. */
  readonly badPrice: (side: RestSide) => KoreanError;
  readonly belowMinimum: (side: RestSide, minimum: string) => KoreanError;
}

/** How an exchange writes the ids of orders and trades, and reads those of orders. */
export interface KoreanIds extends WireIds {
  /** Returns the number that an order's id stands for, if it is one. */
  orderNumber(id: string): number | undefined;
}

/** What is an exchange's own where Upbit and Bithumb have the rest in common. */
export interface KoreanDialect {
  readonly market: MarketName;
  readonly token: TokenRules;
  readonly orders: OrderWords;
  readonly ids: KoreanIds;
  readonly insufficientFunds: (side: RestSide, asset: string) => KoreanError;
  readonly duplicateId: () => KoreanError;
}
