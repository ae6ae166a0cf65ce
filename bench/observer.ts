import type { ExchangeAccount } from '../src/exchange/exchange.js';
import { openStream } from '../src/exchange/registry.js';
import { now } from './clock.js';

export interface SeenOrder {
  /** When the exchange's private stream reported that the order rests. */
  acceptedAt?: number;
  /** When it reported that the order is filled. */
  filledAt?: number;
}

/**
 * Listens to the exchange's private stream beside the product, and records when each event left the
 * exchange.
 */
export class ExchangeObserver {
  readonly #orders = new Map<string, SeenOrder>();
  readonly #waiting = new Map<string, () => void>();
  readonly #stopping = new AbortController();

  async start(account: ExchangeAccount): Promise<void> {
    await openStream(account)(
      {
        onUpdates: (updates) => {
          for (const update of updates) this.#see(update.clientOrderId, update.status);
        },
        onUnreadable: (problem) => {
          throw new Error(problem);
        },
      },
      this.#stopping.signal,
      [],
    );
  }

  order(clientOrderId: string): SeenOrder {
    const known = this.#orders.get(clientOrderId);
    if (known) return known;
    const fresh: SeenOrder = {};
    this.#orders.set(clientOrderId, fresh);
    return fresh;
  }

  /** Resolves when the exchange has reported that the order rests. */
  async accepted(clientOrderId: string): Promise<void> {
    if (this.order(clientOrderId).acceptedAt !== undefined) return;
    await new Promise<void>((resolve) => this.#waiting.set(clientOrderId, resolve));
  }

  #see(clientOrderId: string, status: string): void {
    const order = this.order(clientOrderId);
    if (status === 'NEW') {
      order.acceptedAt ??= now();
      this.#waiting.get(clientOrderId)?.();
      this.#waiting.delete(clientOrderId);
    }
    if (status === 'FILLED') order.filledAt ??= now();
  }
}
