import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Database } from '../../drizzle/database.js';
import { fillSignal, lateUpdatesSignal } from '../../workflows/messages.js';
import { isZero } from '../domain/decimal.js';
import { accountWorkflowId, orderWorkflowId } from '../domain/ids.js';
import type { OrderUpdate } from '../domain/order.js';
import type { Logger } from '../observability/log.js';
import { reachStep, type StepBoundary } from '../observability/steps.js';
import { isOwnId, trackedAs } from '../queries/tracked-order.js';
import { findRoute } from './routes.js';

/** A signal's payload stays far below Temporal's 2 MB limit. */
const UPDATES_PER_SIGNAL = 200;
/** A submission is answered within milliseconds; after this long its workflow is told anyway. */
const PENDING_LOOKS = 20;
const PENDING_PAUSE_MS = 10;
/**
 * Several fills of one order often come within milliseconds, and the step that the first one causes finds
 * them all by REST. What follows waits for that step: most of it is then known, and a signal that
 * meets a workflow at its end makes Temporal undo and repeat the last step.
 */
const STEP_PAUSE_MS = 100;
/** While Temporal or Postgres is away; REST reconciliation covers what outlives a process. */
const RETRY_PAUSE_MS = 500;

/**
 * Turns an account's stream messages into workflow signals. Messages of one order that arrive while a
 * signal of it is under way, or in the same turn, travel together in the next one, in order.
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
        await this.#tell(updates, isFirst);
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
  async #tell(updates: readonly OrderUpdate[], isFirst: boolean): Promise<void> {
    const [update] = updates;
    if (!update) return;
    const isWaitedFor = isFirst && restsForUs(updates);
    if (isWaitedFor && (await this.#tellOrder(update.clientOrderId, updates))) return;
    const clientOrderId = await trackedAs(this.deps.db, this.accountId, update);
    switch (clientOrderId === undefined ? 'outside' : await this.#route(clientOrderId, updates)) {
      case 'pending':
      case 'workflow':
        if (await this.#tellOrder(clientOrderId ?? '', updates)) return;
        return this.#tellAccount(updates);
      case 'late':
        return this.#tellAccount(updates);
      case 'outside':
        // The next comparison finds it while it is open; only what it has filled cannot wait.
        return updates.some(hasTraded) ? this.#tellAccount(updates.slice(-1)) : undefined;
      case 'nowhere':
        return;
    }
  }

  /** Resolves with whether the order's workflow runs, and so was told. */
  async #tellOrder(clientOrderId: string, updates: readonly OrderUpdate[]): Promise<boolean> {
    try {
      await this.deps.client.workflow
        .getHandle(orderWorkflowId(this.accountId, clientOrderId))
        .signal(fillSignal, updates);
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      return false;
    }
  }

  async #route(clientOrderId: string, updates: readonly OrderUpdate[]) {
    for (let look = 1; ; look += 1) {
      const route = await findRoute(this.deps.db, this.accountId, clientOrderId, updates);
      if (route !== 'pending' || look === PENDING_LOOKS) return route;
      await sleep(PENDING_PAUSE_MS);
    }
  }

  async #tellAccount(updates: readonly OrderUpdate[]): Promise<void> {
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
 * An order that filled as a maker has rested on the book, so its workflow almost certainly waits for this
 * very message: it is told without a look at the tables.
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
