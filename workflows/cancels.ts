import { isAccepted, type OrderStatus } from '../src/domain/order.js';

/**
 * The cancels of an order: the numbers of those that were asked for, sent and answered, and whether
 * one is owed. A cancel is owed when it was asked for while nobody knew whether the order had
 * arrived. Should the order turn up, it is cancelled.
 */
export class Cancels {
  #asked = 0;
  #sent = 0;
  #answered = 0;
  #isOwed: boolean;
  #isAbandoned = false;

  constructor(isOwed = false) {
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
   * Returns whether an owed cancel can be sent now that the exchange is known to have the order.
   */
  mustPay(status: OrderStatus): boolean {
    return this.#isOwed && isAccepted(status);
  }

  isAnswered(number: number): boolean {
    return this.#answered >= number;
  }

  /** Notes that a cancel is sent, for everybody who has asked so far. */
  send(): void {
    this.#sent = this.#asked;
  }

  /** Notes how the order stood after the cancel. */
  sent(status: OrderStatus): void {
    this.#isOwed = status === 'UNKNOWN';
  }

  /** Notes that those whose cancel was sent can be answered. */
  answer(): void {
    this.#answered = this.#sent;
  }
}
