import { setTimeout as sleep } from 'node:timers/promises';
import { redactText, type Logger } from '../observability/log.js';
import type { ReferenceCounts } from '../queries/reference-counts.js';
import { AccountRow } from './account-row.js';
import { Bell } from './bell.js';
import { Connections, type StreamTarget } from './connections.js';
import { Demand } from './demand.js';
import type { HoldingDependencies } from './dependencies.js';
import { nextStep, type HoldingStep } from './next-step.js';
import { StreamRecord, type Coverage } from './record.js';
import type { ReferenceListener } from './reference-watch.js';
import { GIVEN_UP, TAKEN_OVER } from './sessions.js';
import { SignalRouter } from './signal-router.js';
import { SyncRequest } from './sync-request.js';

/** Why a holding has ended. */
export type HoldingEnd =
  /** The account was removed. */
  | 'removed'
  /** The lease has ended: another worker may already hold the account. */
  | 'lost'
  /** Another worker holds the account, according to the table. */
  | 'superseded'
  /** Another worker is to take the account. The stream stays open until `handOver` is done. */
  | 'leaving';

/** How often the account's row is read and the session's row written. */
const UPKEEP_INTERVAL_MS = 3_000;
/** Shorter than the lease, because during the handover there is none. */
const HANDOVER_MS = 4_000;
const HANDOVER_LOOK_MS = 100;
const DRAIN_MS = 3_000;

/** Holds one account's stream: open while it is needed, covering the markets of its open orders. */
export class Holding implements ReferenceListener {
  readonly heldSince = Date.now();
  readonly #log: Logger;
  readonly #account: AccountRow;
  readonly #demand: Demand;
  readonly #router: SignalRouter;
  readonly #sync: SyncRequest;
  readonly #connections: Connections;
  readonly #record: StreamRecord;
  readonly #bell = new Bell();
  /** Aborts when waiting makes no sense: the lease has ended, or another worker takes over. */
  readonly #interrupt = new AbortController();
  /** Aborts when signalling and upkeep must stop. */
  readonly #over = new AbortController();
  readonly #ceaseFollowing: () => void;
  readonly #upkeep: Promise<void>;
  #isCounted = false;
  #end: Exclude<HoldingEnd, 'lost'> | undefined;

  constructor(
    private readonly deps: HoldingDependencies,
    readonly accountId: number,
    private readonly lease: AbortSignal,
  ) {
    const log = deps.log.child({ accountId });
    this.#log = log;
    this.#account = new AccountRow(deps, accountId);
    this.#demand = new Demand(deps.timing.lingerMs, this.heldSince);
    this.#router = new SignalRouter({ ...deps, log }, accountId, this.#over.signal);
    this.#sync = new SyncRequest({ ...deps, log }, accountId, this.#over.signal);
    this.#record = new StreamRecord(
      deps.db,
      { accountId, worker: deps.worker },
      log,
      () => this.#coverage(),
      () => this.#endAs('superseded'),
    );
    this.#connections = new Connections({
      timing: deps.timing,
      record: this.#record,
      handlers: {
        onUpdates: (updates) => {
          this.#record.statistics.lastMessageAt = new Date().toISOString();
          this.#router.push(updates);
        },
        onUnreadable: (problem) => {
          this.#record.statistics.unreadable += 1;
          log.error({ problem: redactText(problem) }, 'unreadable stream message');
        },
      },
      log,
      signal: this.#interrupt.signal,
      onGap: () => this.#sync.ask(),
      onLost: () => this.#bell.ring(),
    });
    this.#ceaseFollowing = deps.references.follow(accountId, this);
    this.#upkeep = this.#lookAfterRows();
  }

  /** Whether there is no connection, so that a takeover by another worker interrupts nothing. */
  get isIdle(): boolean {
    return this.#connections.stream === null;
  }

  get isEager(): boolean {
    return !this.#isCounted || !this.#demand.isWanted(Date.now()) || this.#isByMarket;
  }

  onCounts(counts: ReferenceCounts): void {
    this.#isCounted = true;
    this.#demand.note(counts, Date.now());
    this.#bell.ring();
  }

  /** Makes the holding end, so that another worker can take the account. */
  leave(): void {
    this.#endAs('leaving');
    this.#interrupt.abort();
  }

  /** Holds the stream until it ends. Only the end `leaving` leaves work, namely `handOver`. */
  async run(): Promise<HoldingEnd> {
    const stop = (): void => {
      this.#interrupt.abort();
      this.#bell.ring();
    };
    if (this.lease.aborted) stop();
    this.lease.addEventListener('abort', stop, { once: true });
    while (!this.lease.aborted && !this.#end) await this.#take(this.#nextStep());
    this.lease.removeEventListener('abort', stop);
    const end = this.lease.aborted ? 'lost' : (this.#end ?? 'lost');
    if (end === 'removed') await this.#finish('the account was removed');
    else if (end === 'superseded') await this.#finish(TAKEN_OVER);
    else if (end === 'lost') await this.#finish('its lease was lost');
    return end;
  }

  /**
   * Ends the stream when another worker's stream is connected, or after a few seconds.
   *
   * @param isExpected whether there is another worker at all
   */
  async handOver(isExpected: boolean): Promise<void> {
    const until = Date.now() + HANDOVER_MS;
    let isTaken = false;
    while (isExpected && this.#connections.stream?.lost === null && Date.now() < until) {
      // Without Postgres nobody can take over, so the connection is kept as long as possible.
      isTaken = await this.#record.hasSuccessor().catch(() => false);
      if (isTaken) break;
      await sleep(HANDOVER_LOOK_MS);
    }
    await this.#finish(isTaken ? TAKEN_OVER : GIVEN_UP);
  }

  #endAs(end: Exclude<HoldingEnd, 'lost'>): void {
    this.#end ??= end;
    this.#bell.ring();
  }

  #nextStep(): HoldingStep {
    const now = Date.now();
    const isReady = this.#account.isRead && this.#isCounted;
    return nextStep(
      {
        stream: this.#connections.stream,
        isWanted: isReady && this.#demand.isWanted(now),
        markets: this.#demand.markets(now),
        demandChangesAt: this.#demand.nextChangeAt(now),
        retryAt: this.#connections.backoff.retryAt,
      },
      now,
    );
  }

  async #take(step: HoldingStep): Promise<void> {
    switch (step.kind) {
      case 'wait':
        return this.#bell.waitUntil(step.until);
      case 'connect':
        return this.#connections.connect(this.#target());
      case 'replace':
        return this.#connections.replace(this.#target(), step.reason);
      case 'extend':
        return this.#connections.extend();
      case 'cover':
        return this.#connections.cover(step.markets);
      case 'forget':
        return this.#connections.forget(step.reason);
      case 'close':
        this.#log.info('stream closed: no open orders');
        return this.#connections.close('no open orders');
    }
  }

  #target(): StreamTarget {
    return {
      open: this.#account.openStream(),
      markets: this.#demand.markets(Date.now()),
      isByMarket: this.#isByMarket,
    };
  }

  get #isByMarket(): boolean {
    return this.#account.scope === 'symbols';
  }

  #coverage(): Coverage {
    const now = Date.now();
    return {
      scope: this.#account.scope,
      coveredSymbols: [...this.#demand.markets(now)],
      lingeringSymbols: [...this.#demand.lingering(now)],
      lingerMs: this.#demand.lingerMs,
    };
  }

  /** Closes the stream and waits a few seconds at most for pending work. */
  async #finish(reason: string): Promise<void> {
    this.#connections.close(reason);
    this.#ceaseFollowing();
    // S2: without a lease, nothing more is signalled. With one, received messages are signalled
    // first.
    if (this.lease.aborted) this.#over.abort();
    await Promise.race([this.#router.drain(), sleep(DRAIN_MS, undefined, { ref: false })]);
    this.#over.abort();
    await Promise.race([
      Promise.allSettled([this.#upkeep, this.#sync.settled(), this.#record.saved()]),
      sleep(DRAIN_MS, undefined, { ref: false }),
    ]);
  }

  /** Keeps the session's row up to date, and notices when the account was changed or removed. */
  async #lookAfterRows(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      try {
        await this.#readAccount();
      } catch (error) {
        this.#log.warn({ err: error }, 'account not read');
      }
      this.#bell.ring();
      this.#connections.look();
      await sleep(UPKEEP_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #readAccount(): Promise<void> {
    if (!this.#account.isRead) await this.#record.resume();
    const found = await this.#account.read();
    if (found === 'removed') return this.#endAs('removed');
    const { stream } = this.#connections;
    if (found === 'changed' && stream) stream.unfit ??= 'account changed';
  }
}
