/** What operators are alerted to. Stable: shown, stored and searched for. */
export const AlertCode = Object.freeze({
  /** A submission has been unclear for longer than an exchange usually takes. */
  ORDER_UNKNOWN: 'ORDER_UNKNOWN',
  /** A trade id was reported again with other figures; the first ones stay. */
  FILL_CONFLICT: 'FILL_CONFLICT',
  /** More was filled than was ordered. */
  OVERFILL: 'OVERFILL',
  /** The exchange reports fills without naming them: an execution was inferred from its totals. */
  FILL_INFERRED: 'FILL_INFERRED',
  /** A fill could not be processed for some time. */
  FILL_NOT_PROCESSED: 'FILL_NOT_PROCESSED',
  /** A fill came that may be a recorded one under another trade id. */
  FILL_DOUBTED: 'FILL_DOUBTED',
  /** A step has been failing for a minute; it is tried again. */
  ACTIVITY_FAILING: 'ACTIVITY_FAILING',
  /** An open order had no workflow. It has one again. */
  ORDER_WITHOUT_WORKFLOW: 'ORDER_WITHOUT_WORKFLOW',
  /** The exchange does not know an order any more that it had accepted. */
  ORDER_FORGOTTEN: 'ORDER_FORGOTTEN',
  /** An order has ended here, and the exchange still has it open. */
  ORDER_STILL_OPEN: 'ORDER_STILL_OPEN',
  /** The database was restored from a backup. */
  DATABASE_RESTORED: 'DATABASE_RESTORED',
  /** The account's open orders could not be compared with the exchange's for some time. */
  SYNC_FAILING: 'SYNC_FAILING',
} as const);
export type AlertCode = (typeof AlertCode)[keyof typeof AlertCode];

export interface Alert {
  readonly accountId: number;
  readonly clientOrderId: string | null;
  readonly code: AlertCode;
  /** What the alert is about, within its code: one account, code and subject raise one alert. */
  readonly subject: string;
  /** One sentence: what was expected, what came and, if there is one, the next step. */
  readonly message: string;
}
