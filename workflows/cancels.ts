import { isAccepted, type OrderStatus } from '../src/domain/order.js';

/**
 * The cancels of an order: which were asked for, sent and answered, by their numbers, and whether
 * one is owed. One is owed from when it came while nobody knew whether the order is out: should the
 * order turn up, it is cancelled.
 */
export class Cancels {
  #asked = 0;
  #sent = 0;
  #answered = 0;
  #isOwed: boolean;

  constructor(isOwed = false) {
    this.#isOwed = isOwed;
  }

  /** Notes that somebody wants the order cancelled. Returns the number of the wish. */
  ask(): number {
    return (this.#asked += 1);
  }

  get asked(): number {
    return this.#asked;
  }

  get isOwed(): boolean {
    return this.#isOwed;
  }

  /** Somebody does not want the order any more: it is not sent (again). */
  get isWithdrawn(): boolean {
    return this.#asked > 0 || this.#isOwed;
  }

  /** Somebody waits for a cancel that is not sent yet. */
  get isWaitedFor(): boolean {
    return this.#asked > this.#sent;
  }

  /** An owed cancel can be sent, since the exchange is known to have the order. */
  mustPay(status: OrderStatus): boolean {
    return this.#isOwed && isAccepted(status);
  }

  isAnswered(number: number): boolean {
    return this.#answered >= number;
  }

  /** Notes that a cancel goes out, for everybody who has asked until now. */
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
