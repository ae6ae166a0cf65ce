import type { Logger } from '../observability/log.js';
import type { HoldingDependencies } from './dependencies.js';
import { Holding, type HoldingEnd } from './holding.js';
import { mayTake, mustGiveUp } from './share.js';

/** Reports how many accounts are held here; resolves with how many each other worker holds. */
export type CallRoll = (held: number) => Promise<readonly number[]>;

/**
 * How long an account is left to workers that hold fewer. If none of them takes it, this worker
 * does.
 */
const LEAVE_TO_OTHERS_MS = 3_000;
/**
 * An account that was just taken is not given up, since the counts of others may be a second old.
 */
const SETTLED_AFTER_MS = 2_000;

/** The accounts that this process holds, and its fair share of all of them. */
export class Holdings {
  readonly #held = new Set<Holding>();
  readonly #departures = new Set<Promise<void>>();
  /** When each account was first left to others. */
  readonly #leftSince = new Map<number, number>();
  #others: readonly number[] = [];
  #deciding: Promise<unknown> = Promise.resolve();
  /** The number of accounts that were taken but whose holding has not begun yet. */
  #reserved = 0;

  constructor(
    private readonly deps: HoldingDependencies,
    private readonly callRoll: CallRoll,
    private readonly log: Logger,
  ) {}

  get count(): number {
    return this.#held.size + this.#reserved;
  }

  /**
   * Holds an account's stream until the holding ends.
   *
   * @param lease aborts when another worker may have the account
   * @param leave aborts when this worker stops
   * @returns why it ended; `declined` when another worker should take it
   */
  async hold(
    accountId: number,
    lease: AbortSignal,
    leave: AbortSignal,
  ): Promise<HoldingEnd | 'declined'> {
    if (!(await this.#take(accountId))) return 'declined';
    const holding = new Holding(this.deps, accountId, lease);
    this.#reserved -= 1;
    this.#held.add(holding);
    const stop = (): void => holding.leave();
    if (leave.aborted) stop();
    leave.addEventListener('abort', stop, { once: true });
    try {
      const end = await holding.run();
      if (end === 'leaving') this.#depart(holding);
      return end;
    } finally {
      leave.removeEventListener('abort', stop);
      this.#held.delete(holding);
    }
  }

  /** Reports how many accounts are held here, and gives one up if another worker holds fewer. */
  async balance(): Promise<void> {
    this.#others = await this.callRoll(this.count);
    if (!mustGiveUp(this.count, this.#others)) return;
    const settledSince = Date.now() - SETTLED_AFTER_MS;
    const settled = [...this.#held].filter(({ heldSince }) => heldSince < settledSince);
    // An account without a connection is the best choice, since nothing is interrupted.
    const given = settled.find(({ isIdle }) => isIdle) ?? settled[0];
    if (!given) return;
    const { accountId } = given;
    this.log.info({ accountId, held: this.count, others: this.#others }, 'stream given up');
    given.leave();
  }

  /** Waits until every account that was given up is taken over or closed. */
  async departed(): Promise<void> {
    await Promise.all(this.#departures);
  }

  #depart(holding: Holding): void {
    const departure = holding
      .handOver(this.#others.length > 0)
      .catch((error: unknown) => this.log.error({ err: error }, 'stream not handed over'))
      .finally(() => this.#departures.delete(departure));
    this.#departures.add(departure);
  }

  /** Decides on one account at a time, since each decision changes the count for the next. */
  #take(accountId: number): Promise<boolean> {
    const deciding = this.#deciding.then(() => this.#decide(accountId));
    this.#deciding = deciding;
    return deciding;
  }

  async #decide(accountId: number): Promise<boolean> {
    try {
      this.#others = await this.callRoll(this.count);
    } catch {
      // Postgres is away: an uneven share is better than no stream.
    }
    const leftSince = this.#leftSince.get(accountId) ?? Date.now();
    const isLeft = Date.now() - leftSince >= LEAVE_TO_OTHERS_MS;
    if (!isLeft && !mayTake(this.count, this.#others)) {
      this.#leftSince.set(accountId, leftSince);
      return false;
    }
    this.#leftSince.delete(accountId);
    this.#reserved += 1;
    return true;
  }
}
