import type { Database, Transaction } from '../../drizzle/database.js';
import { deleteOpenOrder } from '../../src/books/open-orders.js';
import { hasOutcome } from '../../src/books/outcome.js';
import {
  ageOfRequest,
  claimDelivery,
  insertIntent,
  openStatusOf,
  reclaimIntent,
} from '../../src/books/submissions.js';
import { isAccepted, type OrderRequest } from '../../src/domain/order.js';

/** Who may send an order, decided by the row that says so. */
export type SubmissionClaim =
  /** The caller, and nobody else, may submit now. `ageMs`: how long ago the request was stored. */
  | { readonly kind: 'submit'; readonly ageMs: number }
  /** An earlier attempt may be out: only the exchange knows. */
  | { readonly kind: 'ask' }
  /** The exchange has it, or it has ended. */
  | { readonly kind: 'known' };

/**
 * Writes the intent to submit before anything is sent (O1), and says whether the caller is the one
 * to send. The row is also what the stream worker routes messages by.
 *
 * A delivery is claimed once for ever, in one statement; whoever comes later looks closer (O2).
 */
export async function claimSubmission(
  db: Database,
  request: OrderRequest,
): Promise<SubmissionClaim> {
  const ageMs = await claimDelivery(db, request);
  if (ageMs !== undefined) return { kind: 'submit', ageMs };
  return db.transaction((tx) => claimLater(tx, request));
}

async function claimLater(tx: Transaction, request: OrderRequest): Promise<SubmissionClaim> {
  if (!(await insertIntent(tx, request))) return claimAgain(tx, request);
  // Looked up after the insert: the insert waits for a settlement that is deleting the old row, and
  // then this sees its outcome. The other way round an ended order could be sent again.
  if (!(await hasOutcome(tx, request))) {
    return { kind: 'submit', ageMs: await ageOfRequest(tx, request) };
  }
  await deleteOpenOrder(tx, request);
  return { kind: 'known' };
}

async function claimAgain(tx: Transaction, request: OrderRequest): Promise<SubmissionClaim> {
  if (await reclaimIntent(tx, request)) {
    return { kind: 'submit', ageMs: await ageOfRequest(tx, request) };
  }
  const status = await openStatusOf(tx, request);
  return status === undefined || isAccepted(status) ? { kind: 'known' } : { kind: 'ask' };
}
