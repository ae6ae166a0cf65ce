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
import { trackedAs } from '../queries/tracked-order.js';
import { unlessAbsent } from '../temporal/unless-absent.js';
import { routeOf, type UpdateRoute } from './routes.js';

/** A signal's payload stays far below Temporal's 2 MB limit. */
const UPDATES_PER_SIGNAL = 200;
/**
 * A submission is answered within milliseconds; after this long its workflow is signalled anyway.
 */
const PENDING_LOOKS = 20;
const PENDING_PAUSE_MS = 10;
/**
 * Several fills of one order often come within milliseconds, and the step that the first one causes
 * finds them all by REST. Messages that follow wait for that step: most of them are then no news
 * any more, and a signal that meets a workflow at its end makes Temporal undo and repeat the last
 * step.
 */
const STEP_PAUSE_MS = 100;
/** While Temporal or Postgres is away; comparisons by REST cover what outlives a process. */
const RETRY_PAUSE_MS = 500;

/**
 * Turns an account's stream messages into workflow signals. Messages of one order that arrive while
 * a signal of it is under way, or in the same turn, travel together in the next one, in order (S5).
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
      // One turn later: frames that came in the same packet are then in the queue, too.
      setImmediate(() => this.#start(key));
    }
  }

  /** Waits for what is under way. */
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
        await sleep(STEP_PAUSE_MS);
      } catch (error) {
        this.deps.log.warn({ err: error, order: key }, 'stream message not delivered yet');
        await sleep(RETRY_PAUSE_MS);
      }
    }
    this.#queues.delete(key);
  }

  /** @param updates of one order, at least one */
  async #send(updates: readonly OrderUpdate[], isFirst: boolean): Promise<void> {
    const [update] = updates;
    if (!update) return;
    const isWaitedFor = isFirst && restsForUs(updates);
    if (isWaitedFor && (await this.#signalOrder(update.clientOrderId, updates))) return;
    const clientOrderId = await trackedAs(this.deps.db, this.accountId, update);
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

  /** Resolves with whether the order's workflow runs, and so was signalled. */
  #signalOrder(clientOrderId: string, updates: readonly OrderUpdate[]): Promise<boolean> {
    return unlessAbsent(async () => {
      await this.deps.client.workflow
        .getHandle(orderWorkflowId(this.accountId, clientOrderId))
        .signal(fillSignal, updates);
      return true;
    }, false);
  }

  /** The next comparison finds it while it is open; only what it has filled cannot wait. */
  async #signalOutsideOrder(updates: readonly OrderUpdate[]): Promise<void> {
    if (updates.some(hasTraded)) await this.#signalAccount(updates.slice(-1));
  }

  async #signalAccount(updates: readonly OrderUpdate[]): Promise<void> {
    await this.deps.client.workflow
      .getHandle(accountWorkflowId(this.accountId))
      .signal(lateUpdatesSignal, updates);
  }
}

/** That an order rests on the book is in its submission's answer; only what changes it is news. */
function isNews(update: OrderUpdate): boolean {
  return update.clientOrderId !== '' && (update.status !== 'NEW' || update.fill !== null);
}

/**
 * An order that filled as a maker has rested on the book, so its workflow almost certainly waits
 * for this very message: it is signalled without a look at the tables.
 */
function restsForUs(updates: readonly OrderUpdate[]): boolean {
  return updates.some((update) => isOwnId(update.clientOrderId) && update.fill?.isMaker === true);
}

/** Messages of one order go one way; ids that others gave may name several orders. */
function queueOf(update: OrderUpdate): string {
  return isOwnId(update.clientOrderId)
    ? update.clientOrderId
    : `${update.symbol} ${update.exchangeOrderId}`;
}

function hasTraded(update: OrderUpdate): boolean {
  return update.fill !== null || !isZero(update.filledQuantity);
}

/** A fill as a taker comes with the submission, whose answer is being settled right now. */
function isTaken(update: OrderUpdate): boolean {
  return update.fill?.isMaker === false;
}
