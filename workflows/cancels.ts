import { isAccepted, isTerminal, type OrderStatus } from '../src/domain/order.js';
import { growingPause } from './patience.js';

/** A cancel that was sent: how the order stood before it and after it. */
export interface SentCancel {
  readonly before: OrderStatus;
  readonly after: OrderStatus;
  /** The exchange has not taken the cancel, or has not answered it. */
  readonly hasFailed: boolean;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The cancels of an order: the numbers of those that were asked for, sent and answered, and whether
 * one is owed. A cancel is owed when it was asked for while nobody knew whether the order had
 * arrived. Should the order turn up, it is cancelled, however many attempts that takes.
 */
export class Cancels {
  #asked = 0;
  #sent = 0;
  #answered = 0;
  #isOwed: boolean;
  #failures = 0;
  /** When an owed cancel may be sent, in milliseconds since the epoch. */
  #dueAt = 0;
  #isAbandoned = false;

  constructor(
    private readonly pollIntervalMs: number,
    isOwed = false,
  ) {
    this.#isOwed = isOwed;
  }

  /** Notes that somebody wants the order cancelled. Returns the number of this request. */
  ask(): number {
    return (this.#asked += 1);
  }

  /**
   * Notes that somebody wants the order ended here, whatever the exchange says. Returns the number
   * of this request.
   */
  abandon(): number {
    this.#isAbandoned = true;
    return this.ask();
  }

  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  get asked(): number {
    return this.#asked;
  }

  get isOwed(): boolean {
    return this.#isOwed;
  }

  /** Whether somebody no longer wants the order, so that it is not sent (again). */
  get isWithdrawn(): boolean {
    return this.#asked > 0 || this.#isOwed;
  }

  /** Whether somebody waits for a cancel that has not been sent yet. */
  get isWaitedFor(): boolean {
    return this.#asked > this.#sent;
  }

  /**
   * Returns in how many milliseconds an owed cancel is to be sent, or `undefined` if none is owed
   * or the exchange is not known to have the order.
   */
  payIn(status: OrderStatus, now: number): number | undefined {
    return this.#isOwed && isAccepted(status) ? Math.max(0, this.#dueAt - now) : undefined;
  }

  isAnswered(number: number): boolean {
    return this.#answered >= number;
  }

  /** Notes that a cancel is sent, for everybody who has asked so far. */
  send(): void {
    this.#sent = this.#asked;
  }

  /** Notes what became of the cancel that was sent. */
  sent({ before, after, hasFailed, now }: SentCancel): void {
    const wasOwed = this.#isOwed || before === 'UNKNOWN';
    this.#isOwed = after === 'UNKNOWN' || (wasOwed && hasFailed && !isTerminal(after));
    // For an order that is still unknown it is due as soon as that turns up.
    if (!this.#isOwed || !isAccepted(after)) return;
    this.#dueAt = now + growingPause(this.#failures, this.pollIntervalMs);
    this.#failures += 1;
  }

  /** Notes that those whose cancel was sent can be answered. */
  answer(): void {
    this.#answered = this.#sent;
  }
}
