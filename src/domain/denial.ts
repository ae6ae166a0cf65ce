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
  /** An operator ended it without the exchange's confirmation. */
  ORDER_ABANDONED: 'ORDER_ABANDONED',
  TRADING_PAUSED: 'TRADING_PAUSED',
  REDUCE_ONLY_NOT_SUPPORTED: 'REDUCE_ONLY_NOT_SUPPORTED',
  /** A market buy is sized by its cost here, and the request names no price. */
  REFERENCE_PRICE_REQUIRED: 'REFERENCE_PRICE_REQUIRED',
} as const);
export type DenialCode = (typeof DenialCode)[keyof typeof DenialCode];

/** A field of a request that breaks a rule. */
export interface FieldFault {
  /** The field's name as the sender of the request writes it: `quantity`. */
  readonly field: string;
  /** What the field must be: `at least 0.001`. */
  readonly expected: string;
  /** What the field was, shortened where that may be long. */
  readonly received: string;
}

/** Why an order is denied: the rule that it breaks, and the field at fault. */
export interface Denial extends FieldFault {
  readonly code: DenialCode;
  /** What the rule is about, if that is more than the field: `quantity times price`. */
  readonly subject?: string;
}

/** Returns a sentence about the fault: `quantity must be at least 0.001, was 0.0005`. */
export function describeFault(fault: FieldFault & Pick<Denial, 'subject'>): string {
  return `${fault.subject ?? fault.field} must be ${fault.expected}, was ${fault.received}`;
}
