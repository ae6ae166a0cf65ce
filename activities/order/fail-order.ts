import type { WonClaim } from '../../src/books/claims.js';
import { holdRefusal, refuseSubmission, type ClaimMark } from '../../src/books/submissions.js';
import type { DenialCode } from '../../src/domain/denial.js';
import type { OrderRequest, Refusal } from '../../src/domain/order.js';
import { unfilled, type OrderProgress } from '../../src/domain/progress.js';
import type { Dependencies } from '../dependencies.js';

/** Returns the refusal of an order that a step denies. The reason begins with its code. */
export function denied(code: DenialCode, why: string): Refusal {
  return { status: 'DENIED', code, reason: `${code}: ${why}` };
}

/**
 * Ends an order that was refused before any of it could fill, and returns how it then stands.
 *
 * @param mark the claim that this is about: if another step has claimed the order since, only the
 *   exchange knows
 */
export async function failOrder(
  deps: Dependencies,
  request: OrderRequest,
  mark: ClaimMark | null,
  refusal: Refusal,
): Promise<OrderProgress> {
  if (!(await refuseSubmission(deps.db, request, mark, refusal))) return overtaken();
  deps.notifyOutbox();
  return unfilled(refusal.status, { reason: refusal.reason });
}

/** How an order stands when a step finds that another one has gone on with it: it must ask. */
export function overtaken(): OrderProgress {
  return unfilled('UNKNOWN', { reason: 'another step has gone on with the order meanwhile' });
}

/**
 * Ends an order that must not be sent (again). If nobody has proven what became of an earlier
 * submission, the order does not end: only a look-up decides, since the refusal of the second says
 * nothing about the first.
 */
export async function refuseOrder(
  deps: Dependencies,
  request: OrderRequest,
  { mark, isDoubtful }: Pick<WonClaim, 'mark' | 'isDoubtful'>,
  refusal: Refusal,
): Promise<OrderProgress> {
  if (!isDoubtful) return failOrder(deps, request, mark, refusal);
  await holdRefusal(deps.db, request, mark, refusal);
  return unfilled('UNKNOWN', { reason: refusal.reason });
}
