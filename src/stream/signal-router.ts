import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Database } from '../../drizzle/database.js';
import { fillSignal, lateUpdatesSignal } from '../../workflows/messages.js';
import { isZero } from '../domain/decimal.js';
import { accountWorkflowId, isOwnId, orderWorkflowId } from '../domain/ids.js';
import type { OrderUpdate } from '../domain/order.js';
import type { Logger } from '../observability/log.js';
import { reachStep, type StepBoundary } from '../observability/steps.js';
import { findStanding } from '../queries/order-standing.js';
import { findClientOrderId } from '../queries/find-client-order-id.js';
import { unlessAbsent } from '../temporal/unless-absent.js';
import { isResting, routeOf, type UpdateRoute } from './routes.js';

/** Keeps a signal's payload far below Temporal's 2 MB limit. */
const UPDATES_PER_SIGNAL = 200;
/**
 * How often a pending order is looked at. A submission is answered within milliseconds; after the
 * last look, the order's workflow is signalled anyway.
 */
const PENDING_LOOKS = 20;
const PENDING_PAUSE_MS = 10;
/**
 * Several fills of one order often come within milliseconds, and the step that the first one causes
 * finds them all by REST. Later messages wait for that step. By then most of them are no news, and
 * a signal to a workflow that is just ending would make Temporal undo and repeat its last step.
 */
const STEP_PAUSE_MS = 100;
/**
 * The pause while Temporal or Postgres is away. What is not sent before the process ends is found
 * by the comparisons by REST.
 */
const RETRY_PAUSE_MS = 500;

/**
 * Turns an account's stream messages into workflow signals. Messages of one order that arrive in
 * the same turn, or while a signal to it is under way, are sent together in the next signal, in
 * order (S5).
 */
export class SignalRouter {
  readonly #queues = new Map<string, OrderUpdate[]>();
  readonly #active = new Set<Promise<void>>();

  constructor(
    private readonly deps: { db: Database; client: Client; log: Logger },
    private readonly accountId: number,
    private readonly signal: AbortSignal,
  ) {}

  push(updates: readonly OrderUpdate[]): void {
    for (const update of updates) {
      if (!isNews(update)) continue;
      this.#reach('update-received', update.clientOrderId);
      const key = queueOf(update);
      const queue = this.#queues.get(key);
      if (queue) {
        queue.push(update);
        continue;
      }
      this.#queues.set(key, [update]);
      // One turn later, the queue also contains the frames that came in the same packet.
      setImmediate(() => this.#start(key));
    }
  }

  /** Waits for the signals that are under way. */
  async drain(): Promise<void> {
    await Promise.allSettled([...this.#active]);
  }

  #reach(boundary: StepBoundary, clientOrderId: string): void {
    reachStep({ boundary, accountId: this.accountId, clientOrderId });
  }

  #start(key: string): void {
    const running = this.#deliver(key).finally(() => this.#active.delete(running));
    this.#active.add(running);
  }

  async #deliver(key: string): Promise<void> {
    const queue = this.#queues.get(key);
    if (queue?.some(isTaken)) await sleep(STEP_PAUSE_MS);
    let isFirst = true;
    while (queue && queue.length > 0 && !this.signal.aborted) {
      const updates = queue.slice(0, UPDATES_PER_SIGNAL);
      try {
        await this.#send(updates, isFirst);
        this.#reach('update-signalled', key);
        isFirst = false;
        queue.splice(0, updates.length);
        if (!updates.every(isResting)) await sleep(STEP_PAUSE_MS);
      } catch (error) {
        this.deps.log.warn({ err: error, order: key }, 'stream message not delivered yet');
        await sleep(RETRY_PAUSE_MS);
      }
    }
    this.#queues.delete(key);
  }

  /** @param updates the updates of one order, at least one */
  async #send(updates: readonly OrderUpdate[], isFirst: boolean): Promise<void> {
    const [update] = updates;
    if (!update) return;
    const isWaitedFor = isFirst && restsForUs(updates);
    if (isWaitedFor && (await this.#signalOrder(update.clientOrderId, updates))) return;
    const clientOrderId = await findClientOrderId(this.deps.db, this.accountId, update);
    if (clientOrderId === undefined) return this.#signalOutsideOrder(updates);
    switch (await this.#route(clientOrderId, updates)) {
      case 'pending':
      case 'workflow':
        if (await this.#signalOrder(clientOrderId, updates)) return;
        return this.#signalAccount(updates);
      case 'late':
        return this.#signalAccount(updates);
      case 'nowhere':
        return;
    }
  }

  async #route(clientOrderId: string, updates: readonly OrderUpdate[]): Promise<UpdateRoute> {
    const { accountId } = this;
    for (let look = 1; ; look += 1) {
      const standing = await findStanding(this.deps.db, { accountId, clientOrderId });
      const route = routeOf(standing, updates);
      if (route !== 'pending' || look === PENDING_LOOKS) return route;
      await sleep(PENDING_PAUSE_MS);
    }
  }

  /** Signals the order's workflow. Resolves with whether it is running. */
  #signalOrder(clientOrderId: string, updates: readonly OrderUpdate[]): Promise<boolean> {
    return unlessAbsent(async () => {
      await this.deps.client.workflow
        .getHandle(orderWorkflowId(this.accountId, clientOrderId))
        .signal(fillSignal, updates);
      return true;
    }, false);
  }

  /**
   * Signals the account's workflow, but only if the order has filled: the next comparison finds an
   * order that is open.
   */
  async #signalOutsideOrder(updates: readonly OrderUpdate[]): Promise<void> {
    if (updates.some(hasTraded)) await this.#signalAccount(updates.slice(-1));
  }

  async #signalAccount(updates: readonly OrderUpdate[]): Promise<void> {
    await this.deps.client.workflow
      .getHandle(accountWorkflowId(this.accountId))
      .signal(lateUpdatesSignal, updates);
  }
}

/**
 * Returns whether an update may be news. That an order rests is in the answer to its submission;
 * only later changes are news.
 */
function isNews(update: OrderUpdate): boolean {
  return !isResting(update) || update.mayAmend === true;
}

/**
 * Returns whether an order of ours filled as a maker. It has rested on the book, so its workflow
 * almost certainly waits for this message: it is signalled without reading the tables.
 */
function restsForUs(updates: readonly OrderUpdate[]): boolean {
  return updates.some((update) => isOwnId(update.clientOrderId) && update.fill?.isMaker === true);
}

/**
 * Returns the queue of an update: all messages of one order go through the same one. An id that is
 * not ours may belong to several orders.
 */
function queueOf(update: OrderUpdate): string {
  return isOwnId(update.clientOrderId)
    ? update.clientOrderId
    : `${update.symbol} ${update.exchangeOrderId}`;
}

function hasTraded(update: OrderUpdate): boolean {
  return update.fill !== null || !isZero(update.filledQuantity);
}

/**
 * Returns whether an update is a taker fill. That comes with the submission, whose answer is being
 * settled right now.
 */
function isTaken(update: OrderUpdate): boolean {
  return update.fill?.isMaker === false;
}
