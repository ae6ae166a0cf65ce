/** Why we refuse an order before the exchange sees it. Stable: shown to users and stored. */
export const DenialCode = Object.freeze({
  SYMBOL_NOT_LISTED: 'SYMBOL_NOT_LISTED',
  SYMBOL_NOT_TRADING: 'SYMBOL_NOT_TRADING',
  ORDER_TYPE_NOT_SUPPORTED: 'ORDER_TYPE_NOT_SUPPORTED',
  QUANTITY_BELOW_MINIMUM: 'QUANTITY_BELOW_MINIMUM',
  QUANTITY_ABOVE_MAXIMUM: 'QUANTITY_ABOVE_MAXIMUM',
  QUANTITY_OFF_STEP: 'QUANTITY_OFF_STEP',
  PRICE_BELOW_MINIMUM: 'PRICE_BELOW_MINIMUM',
  PRICE_ABOVE_MAXIMUM: 'PRICE_ABOVE_MAXIMUM',
  PRICE_OFF_STEP: 'PRICE_OFF_STEP',
  NOTIONAL_BELOW_MINIMUM: 'NOTIONAL_BELOW_MINIMUM',
  ORDER_STALE: 'ORDER_STALE',
  ORDER_WITHDRAWN: 'ORDER_WITHDRAWN',
  ORDER_NEVER_ARRIVED: 'ORDER_NEVER_ARRIVED',
  TRADING_PAUSED: 'TRADING_PAUSED',
  REDUCE_ONLY_NOT_SUPPORTED: 'REDUCE_ONLY_NOT_SUPPORTED',
  /** A market buy is sized by its cost here, and nobody names a price. */
  REFERENCE_PRICE_REQUIRED: 'REFERENCE_PRICE_REQUIRED',
} as const);
export type DenialCode = (typeof DenialCode)[keyof typeof DenialCode];

/** A denial: the code, and a sentence that says what was expected and what came. */
export interface Denial {
  readonly code: DenialCode;
  readonly detail: string;
}

/** `type` of the failures that cross Temporal. */
export const FailureType = Object.freeze({
  STREAM_HANDED_ON: 'STREAM_HANDED_ON',
} as const);
