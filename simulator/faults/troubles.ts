import type { Answer } from '../http.js';

/** What a call is about, as far as faults care. */
export type OperationName = 'create' | 'cancel' | 'read' | 'trades' | 'other';

/**
 * An exchange's own way of answering in trouble. Where it has several answers for one kind of
 * trouble, a fault may name the `code` of the one to send.
 */
export interface Troubles {
  /** Fails without saying whether the request was carried out. */
  unavailableUnknown(code?: number): Answer;
  /** Fails and says that the request was not carried out. */
  unavailableFailed(): Answer;
  /** The inner timeout: whether the request was carried out is unknown. */
  timeoutUnknown(code?: number): Answer;
  /** Refuses an order because one with its client id is there already. */
  duplicateId(): Answer;
  rateLimited(retryAfterSeconds: number, banned: boolean): Answer;
  /** Returns whether an answer says that the request was carried out. */
  isSuccess(answer: Answer): boolean;
  /** Returns a list of fills as if there were none. */
  withoutFills(answer: Answer): Answer;
}
