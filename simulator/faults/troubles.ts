import type { Answer } from '../http.js';
import type { WantedRefusal } from './parameters.js';

/** The kinds of calls that faults tell apart. */
export type OperationName = 'create' | 'cancel' | 'read' | 'trades' | 'other';

/**
 * How an exchange answers in trouble. Where it has several answers for one kind of trouble, a fault
 * may choose one by its `code`.
 */
export interface Troubles {
  /** Returns an error that does not say whether the request was executed. */
  unavailableUnknown(code?: number): Answer;
  /** Returns an error that says that the request was not executed. */
  unavailableFailed(): Answer;
  /** Returns the error of an inner timeout: whether the request was executed is unknown. */
  timeoutUnknown(code?: number): Answer;
  /** Returns the refusal of an order because one with its client id exists. */
  duplicateId(): Answer;
  /** Refuses an order that was not executed. Its client id is used up where refusals do that. */
  refused(refusal: WantedRefusal): Answer;
  rateLimited(retryAfterSeconds: number, banned: boolean): Answer;
  /** Returns whether an answer says that the request was executed. */
  isSuccess(answer: Answer): boolean;
  /** Returns a list of fills with no fills in it. */
  withoutFills(answer: Answer): Answer;
}
