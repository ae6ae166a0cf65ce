import {
  isTerminal,
  type ChangeSource,
  type OrderAddress,
  type OrderUpdate,
  type OrderView,
} from '../../src/domain/order.js';
import { isFilledWithNothing, mergeViews } from '../../src/domain/merge.js';
import { isAmended } from '../../src/domain/current-terms.js';
import { equals } from '../../src/domain/decimal.js';
import { INFER_AFTER_MS, type OrderProgress } from '../../src/domain/progress.js';
import type { ExchangeRest, ListedOrder, OrderReference } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder, settle } from '../observe.js';
import { recordAgain } from '../record-again.js';
import { settleMissing } from './missing-order.js';

export interface VerifyOrderInput {
  readonly order: OrderAddress;
  /** What a call has just answered about the order, in addition to what is asked now. */
  readonly answer?: OrderView | null;
  /** What the stream reported since the last step; empty for a poll. */
  readonly updates: readonly OrderUpdate[];
  readonly source: ChangeSource;
  readonly known: OrderProgress;
  /** Whether only the order's own timer asks: there is no news, and nobody else wants it. */
  readonly isRoutine?: boolean;
  /** Whether the missing fills have been asked for in vain for long enough. */
  readonly mayInfer?: boolean;
  /** Whether the exchange has just said that there was nothing to cancel. */
  readonly isNothingToCancel?: boolean;
}

/**
 * Asks the exchange by REST after every wake-up and settles what REST and the stream report,
 * merged: either may be the newer one. When REST does not answer in time, the stream's report is
 * settled alone.
 */
export async function verifyOrder(
  deps: Dependencies,
  input: VerifyOrderInput,
): Promise<OrderProgress> {
  const { order, updates, source, known, answer, isRoutine = false, mayInfer = false } = input;
  // The comparison of the account would have found a change.
  if (isRoutine && !known.isIncomplete && (await deps.gateway.isSynced(order.accountId)))
    return known;
  const exchange = await deps.gateway.restFor(order.accountId);
  const { exchangeOrderId } = known;
  const asked = await askAbout(deps, exchange, { ...order, exchangeOrderId });
  // The same client order id with another id of the exchange is an order of somebody else.
  const own = updates.filter(
    (update) => exchangeOrderId === null || update.exchangeOrderId === exchangeOrderId,
  );
  const views = [...own, ...(answer ? [answer] : []), ...(asked ? [asked] : [])];
  const [first, ...rest] = views;
  const fills = own.flatMap((update) => (update.fill ? [update.fill] : []));
  if (first === undefined) {
    if (asked === undefined) return standing(deps, order, known, source);
    const isCancel = input.isNothingToCancel ?? false;
    return settleMissing(deps, exchange, { order, known, source, isCancel });
  }
  // What was missed is in the row, not in the memory of a workflow: only a poll takes that for
  // granted.
  if (source === 'poll' && views.length === 1 && asked && isUnchanged(asked, known)) return known;
  const view = rest.reduce<OrderView>((merged, next) => mergeViews(merged, next), first);
  const emptySince = emptySinceOf(asked, known);
  const observation = { view, fills, source, mayInfer, mayEndEmpty: isLongAgo(emptySince) };
  const settled = await observeOrder(deps, exchange, order, observation);
  if (settled) return emptySince ? { ...settled, emptySince } : settled;
  if (!asked) return known;
  // No table knows it: the database was restored from a backup that is older than the order.
  await recordAgain(deps, order, asked);
  return (await observeOrder(deps, exchange, order, observation)) ?? known;
}

/**
 * Returns since when every answer has called the order filled with nothing filled, this one
 * included. It is part of the progress, so that it outlives the worker. No answer changes nothing.
 */
function emptySinceOf(
  asked: ListedOrder | null | undefined,
  { emptySince }: OrderProgress,
): string | undefined {
  if (asked === undefined) return emptySince;
  if (!asked || !isFilledWithNothing(asked)) return undefined;
  return emptySince ?? new Date().toISOString();
}

function isLongAgo(at: string | undefined): boolean {
  return at !== undefined && Date.now() - Date.parse(at) > INFER_AFTER_MS;
}

/** Returns how the order stands by its row: an operator may have ended it. */
async function standing(
  deps: Dependencies,
  order: OrderAddress,
  known: OrderProgress,
  source: ChangeSource,
): Promise<OrderProgress> {
  const settled = await settle(deps, order, { view: null, fills: [], source });
  return settled && isTerminal(settled.status) ? settled : known;
}

/** Resolves with `null` if the exchange does not know the order, `undefined` without an answer. */
async function askAbout(
  deps: Dependencies,
  exchange: ExchangeRest,
  order: OrderReference,
): Promise<ListedOrder | null | undefined> {
  try {
    return await exchange.fetchOrder(order);
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, clientOrderId: order.clientOrderId }, 'order not verified');
    return undefined;
  }
}

/** Spares the database the polls of a resting order. */
function isUnchanged(view: OrderView, known: OrderProgress): boolean {
  return (
    !known.isIncomplete &&
    !known.timesNotFound &&
    view.status === known.status &&
    view.exchangeOrderId === known.exchangeOrderId &&
    equals(view.filledQuantity, known.filledQuantity) &&
    (view.current === undefined ||
      (known.terms !== undefined && !isAmended(known.terms, view.current)))
  );
}
