import { refuseSubmission, type Refusal } from '../../src/books/submissions.js';
import type { DenialCode } from '../../src/domain/denial.js';
import type { OrderRequest } from '../../src/domain/order.js';
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
