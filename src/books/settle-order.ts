/*
 * The books: the one writer of orders, fills, positions, outcomes and events. These are its doors:
 *
 *   settleOrder        (this file)      whatever was seen of an order, whatever the source
 *   claimSubmission    (claims)         who may send an order
 *   acceptSubmission … (submissions)    what its answer proved: accepted, refused, unsent, unclear
 *   adoptOpenOrder     (adopt-order)    an order that was placed outside
 *   attributeOrder     (attribution)    the alert of an order that belonged to nobody
 *   noteMissing …      (missing-orders) the exchange does not know an order, and how that ends
 *   markConfirmed …    (confirmed)      the exchange was asked again about an ended order
 *   noticeRestore …    (restores)       the database itself is older than what was seen of it
 *   moveCursor         (trade-cursors)  how far the list of fills has been compared
 *   dropLeftover …     (leftovers)      orders whose listed fills are not recorded yet
 *   noteInferredAsked  (inferred)       the exchange was asked for the fills behind one
 *   deleteFailedOrder  (failed-orders)  an operator has dealt with it
 *
 * Nothing else writes these tables, and from outside nothing but these doors and the types of
 * `observation` is imported. The other files are behind the doors: `open-orders`, `outcome` (trades
 * and failed orders), `executions`, `position` and `outbox` hold the verbs of their tables;
 * `late-fills` is the step of an order that has ended, `doubles` that of one that stands twice. The
 * books know neither Temporal nor an exchange: callers bring an observation, and the pure functions
 * of `src/domain` decide what it means.
 *
 * B1  Applying an observation again, or observations in another order, leads to the same
 *     quantities, outcome and position.
 * B2  What a step changes and the events that report it commit together.
 * B3  Whoever writes an order holds the lock of its row in `open_orders`; once it has ended, of its
 *     outcome; once an operator has deleted that, of its request. Locks are taken in one order: the
 *     order, its strategy's position, the outbox.
 * B4  `filled_quantity` is the sum of the recorded executions, never a number from a message.
 * B5  An order ends only when its executions add up to what the exchange reports.
 * B6  An order is in at most one place: open, traded or failed.
 * B7  Events become visible in the order of their ids.
 * B8  A position is the fold of its executions by time and trade id, whenever they came.
 * B9  What an open order asks for is what the newest report of the exchange says, by the exchange's
 *     time. What was wanted stays in the request.
 */
import type { Database, Transaction } from '../../drizzle/database.js';
import type { OpenOrder } from '../../drizzle/schema.js';
import { isAmended, termsAfter, type KnownTerms } from '../domain/current-terms.js';
import { equals, isZero } from '../domain/decimal.js';
import type { OrderEventData } from '../domain/event.js';
import { addedQuantity, type Fill } from '../domain/fill.js';
import { concludeOrder, mergeViews, type SeenState } from '../domain/merge.js';
import { mergeFills } from '../domain/merge-fills.js';
import { isAccepted, isTerminal, type OpenStatus, type OrderKey } from '../domain/order.js';
import type { Position } from '../domain/position.js';
import { orderOfDouble, progressOfDouble, takeOverDouble } from './doubles.js';
import { executionsOfOrder, recordFills } from './executions.js';
import { raiseFillAlerts } from './fill-alerts.js';
import { applyLateFills } from './late-fills.js';
import { isAnother, type Observation, type Settled } from './observation.js';
import { lockOpenOrder, updateOpenOrder } from './open-orders.js';
import { recordAliases } from './order-aliases.js';
import { eventBuilder, type OrderMoment } from './order-events.js';
import { appendEvents } from './outbox.js';
import { outcomeEvent, writeOutcome } from './outcome.js';

/** Why an order has expired that the exchange calls filled. */
const NOTHING_FILLED = 'done with nothing filled';

/**
 * Applies an observation to an order in one transaction: executions, position, the open order or
 * its end (trade or failed order), and the outbox rows that report it.
 *
 * Applying anything twice changes nothing (B1). Returns `null` when no table knows the order.
 */
export function settleOrder(
  db: Database,
  key: OrderKey,
  observation: Observation,
): Promise<Settled | null> {
  return db.transaction((tx) => settleIn(tx, key, observation));
}

async function settleIn(
  tx: Transaction,
  key: OrderKey,
  observation: Observation,
  mayBeDouble = true,
): Promise<Settled | null> {
  // Sent together; the second runs when the first holds the lock (B3), so it sees what is
  // committed.
  const [order, known] = await Promise.all([lockOpenOrder(tx, key), executionsOfOrder(tx, key)]);
  if (!order) {
    const late = await applyLateFills(tx, key, observation);
    return late ?? (mayBeDouble ? settleDouble(tx, key, observation) : null);
  }
  // Another order of the exchange with the same client order id, which may be used again once our
  // order has closed.
  if (isAnother(order.exchangeOrderId, observation)) return null;
  const double = await takeOverDouble(tx, order, observation);
  if (double === undefined) return settleOpen(tx, order, known, observation);
  const taken = await executionsOfOrder(tx, key);
  return { ...(await settleOpen(tx, order, taken, observation)), double };
}

/** Settles what was seen of an order under the name of a double that it has taken over. */
async function settleDouble(
  tx: Transaction,
  key: OrderKey,
  observation: Observation,
): Promise<Settled | null> {
  const own = await orderOfDouble(tx, key);
  const settled = own && (await settleIn(tx, own, observation, false));
  return settled ? { ...settled, progress: progressOfDouble(settled.progress, own) } : null;
}

async function settleOpen(
  tx: Transaction,
  before: OpenOrder,
  known: readonly Fill[],
  observation: Observation,
): Promise<Settled> {
  const { source, view } = observation;
  const terms = termsAfter(before, view?.current);
  const order = { ...before, ...terms };
  const seen = everSeen(before, observation);
  const exchangeOrderId = view?.exchangeOrderId ?? order.exchangeOrderId;
  const at = new Date().toISOString();
  const merged = mergeFills(known, observation.fills, seen, {
    mayInfer: observation.mayInfer ?? false,
    fallbackPrice: order.price,
    at,
    isListed: observation.isListed ?? false,
  });
  const recorded = await recordFills(tx, order, exchangeOrderId, merged, source);
  const { mayEndEmpty = false } = observation;
  const concluded = concludeOrder(order, seen, recorded.all, { mayEndEmpty });
  const { status, filledQuantity, isIncomplete } = concluded; // B4, B5
  const reason = concluded.isEmpty ? NOTHING_FILLED : view?.reason;
  const moment = { status, exchangeOrderId, fills: recorded.all, source, reason, at };
  const added = addedQuantity(known, recorded.all);
  const changes = { isAmended: isAmended(before, view?.current), added };
  const events = eventsOf(order, moment, changes, recorded.position);
  await Promise.all([
    recorded.storePosition(),
    isTerminal(status)
      ? writeOutcome(tx, order, { ...moment, status })
      : updateOpen(tx, before, {
          status,
          filledQuantity,
          exchangeOrderId,
          seen,
          terms,
          missingSince: view ? null : before.missingSince,
        }),
    recordAliases(tx, order, observation),
    appendEvents(tx, events),
    raiseFillAlerts(tx, order, { ...merged, fills: recorded.all }, concluded.isOverfilled),
  ]);
  return {
    progress: {
      status,
      exchangeOrderId,
      filledQuantity,
      terms,
      isIncomplete: isIncomplete && !isTerminal(status),
      ...(reason === undefined ? {} : { reason }),
    },
    hasEvents: events.length > 0,
  };
}

/**
 * Returns what was seen of an order so far, including now: an answer that lags behind an earlier
 * one takes nothing back. Once missing fills have been asked for in vain for long enough, only what
 * the exchange says now counts.
 */
function everSeen(order: OpenOrder, { view, mayInfer = false }: Observation): SeenState {
  const { status, reportedQuantity, reportedQuote } = order;
  const before = {
    status,
    filledQuantity: reportedQuantity,
    ...(reportedQuote === null ? {} : { cumulativeQuote: reportedQuote }),
  };
  if (!view) return before;
  return mayInfer ? view : mergeViews<SeenState>(before, view);
}

/**
 * Returns the events of a step: that the order was accepted, amended, filled, or ended, and that
 * the position changed.
 */
function eventsOf(
  order: OpenOrder,
  moment: OrderMoment,
  { isAmended: hasNewTerms, added }: { readonly isAmended: boolean; readonly added: string },
  position: Position | undefined,
): OrderEventData[] {
  const event = eventBuilder(order, moment);
  const { status } = moment;
  const events: OrderEventData[] = [];
  if (!isAccepted(order.status) && isAccepted(status) && status !== 'REJECTED') {
    events.push(event('order_created', '0'));
  }
  if (hasNewTerms) events.push(event('order_amended', '0'));
  if (isTerminal(status)) events.push(outcomeEvent(order, { ...moment, status }, added));
  else if (!isZero(added)) events.push(event('order_partially_filled', added));
  if (position) events.push(event('position_updated', added, position));
  return events;
}

async function updateOpen(
  tx: Transaction,
  order: OpenOrder,
  next: {
    readonly status: OpenStatus;
    readonly filledQuantity: string;
    readonly exchangeOrderId: string | null;
    readonly seen: SeenState;
    readonly terms: KnownTerms;
    readonly missingSince: string | null;
  },
): Promise<void> {
  const { status, filledQuantity, exchangeOrderId, seen, terms, missingSince } = next;
  const isSame =
    order.status === status &&
    order.exchangeOrderId === exchangeOrderId &&
    order.missingSince === missingSince &&
    equals(order.filledQuantity, filledQuantity) &&
    equals(order.reportedQuantity, seen.filledQuantity) &&
    order.termsAsOf === terms.termsAsOf &&
    order.quantity === terms.quantity &&
    order.price === terms.price;
  if (isSame) return;
  await updateOpenOrder(tx, order.id, {
    status,
    filledQuantity,
    exchangeOrderId,
    reportedQuantity: seen.filledQuantity,
    reportedQuote: seen.cumulativeQuote ?? null,
    missingSince,
    ...terms,
  });
}
