import { holdRefusal, refuseSubmission } from '../../src/books/submissions.js';
import type { DenialCode } from '../../src/domain/denial.js';
import type { OrderRequest, Refusal } from '../../src/domain/order.js';
import { unfilled, type OrderProgress } from '../../src/domain/progress.js';
import type { Dependencies } from '../dependencies.js';

/** Returns the refusal of an order that a step denies. The reason begins with its code. */
export function denied(code: DenialCode, why: string): Refusal {
  return { status: 'DENIED', code, reason: `${code}: ${why}` };
}

/** Ends an order that was refused before any of it could fill, and returns how it then stands. */
export async function failOrder(
  deps: Dependencies,
  request: OrderRequest,
  refusal: Refusal,
): Promise<OrderProgress> {
  await refuseSubmission(deps.db, request, refusal);
  deps.notifyOutbox();
  return unfilled(refusal.status, { reason: refusal.reason });
}

/**
 * Ends an order that must not be sent (again). If nobody has proven what became of an earlier
 * submission, the order does not end: only a look-up decides, since the refusal of the second says
 * nothing about the first.
 */
export async function refuseOrder(
  deps: Dependencies,
  request: OrderRequest,
  refusal: Refusal,
  isDoubtful: boolean,
): Promise<OrderProgress> {
  if (!isDoubtful) return failOrder(deps, request, refusal);
  await holdRefusal(deps.db, request, refusal);
  return unfilled('UNKNOWN', { reason: refusal.reason });
}
