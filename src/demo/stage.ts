import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { EventListener, HeardEvent } from './event-listener.js';
import { findPlaced } from './placed.js';
import type { StageOrder } from './plays.js';
import type { DemoStrategy } from './seed.js';
import { describeStage, marketOf } from './stages.js';
import type { VenueControl, VenueOrder } from './venue-control.js';

/** A line of a scenario's timeline. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly who: 'alert' | 'exchange' | 'product';
  readonly what: string;
  readonly source: string;
  readonly quantity: string;
}

/** How long the product took to report something that happened on the exchange. */
export interface Delay {
  readonly of: string;
  /** Undefined when it was never reported. */
  readonly ms: number | undefined;
  readonly limitMs: number;
}

/** The result of a play. */
export interface Played {
  readonly title: string;
  readonly startedAt: number;
  readonly moments: readonly Moment[];
  readonly delays: readonly Delay[];
}

/** What scenarios run against. */
export interface Stage {
  readonly edgeUrl: string;
  readonly venue: VenueControl;
  readonly listener: EventListener;
  readonly strategy: DemoStrategy;
  /** Resolves when the account's private stream is connected, or after a timeout. */
  awaitStream(): Promise<void>;
}

const receiptSchema = z.object({ clientOrderId: z.string() });
const ACCEPTED_WITHIN_MS = 10_000;

/** One order's play: its alert, what the exchange does with the order, and the resulting events. */
export class Play {
  readonly #moments: Moment[] = [];
  readonly #delays: Delay[] = [];

  private constructor(
    private readonly title: string,
    private readonly stage: Stage,
    readonly clientOrderId: string,
    private readonly startedAt: number,
  ) {}

  /** Sends the alert to the webhook, as a charting service would. */
  static async start(title: string, stage: Stage, order: StageOrder): Promise<Play> {
    const { plan, token } = stage.strategy;
    const symbol = marketOf(plan);
    const startedAt = Date.now();
    const response = await fetch(`${stage.edgeUrl}/api/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        strategy: plan.name,
        token,
        id: `demo-${startedAt}`,
        symbol,
        ...order,
      }),
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status !== 202) {
      throw new Error(`the webhook answered HTTP ${response.status}: ${await response.text()}`);
    }
    const { clientOrderId } = receiptSchema.parse(await response.json());
    const play = new Play(`${title} (${describeStage(plan)})`, stage, clientOrderId, startedAt);
    const { side, type, quantity } = order;
    play.#note(startedAt, 'alert', `${side} ${type} ${symbol}`, '', quantity);
    return play;
  }

  /** Waits until a time in the script, counted from the alert. */
  async reach(ms: number): Promise<void> {
    await sleep(Math.max(0, this.startedAt + ms - Date.now()));
  }

  /** Waits until the exchange has the order. Nothing can be done with it before. */
  async isPlaced(): Promise<VenueOrder> {
    const { venue, strategy } = this.stage;
    const order = await findPlaced(venue, strategy, this.clientOrderId, ACCEPTED_WITHIN_MS);
    if (order) return order;
    throw new Error(`order ${this.clientOrderId} never reached the exchange`);
  }

  /** Makes the exchange fill part of the order, or all that is left. Returns when that happened. */
  async fill(quantity?: string): Promise<number> {
    const { venue, strategy } = this.stage;
    const { market } = strategy.plan;
    const { apiKey } = strategy.account;
    const named = { market, apiKey, clientOrderId: this.clientOrderId };
    const order = await venue.fill(quantity === undefined ? named : { ...named, quantity });
    this.noteExchange(order.updatedAt, 'fills', order.filledQuantity);
    return order.updatedAt;
  }

  noteExchange(at: number, what: string, quantity = ''): void {
    this.#note(at, 'exchange', what, '', quantity);
  }

  /** Waits for the event that reports a fill, and measures its delay after the fill. */
  async expect(
    type: 'order_partially_filled' | 'order_filled',
    happenedAt: number,
    limitMs: number,
  ): Promise<HeardEvent | undefined> {
    const heard = await this.stage.listener.waitFor(
      this.clientOrderId,
      (data) => data.type === type,
      happenedAt + limitMs + 5_000 - Date.now(),
    );
    this.#delays.push({ of: type, ms: heard && heard.heardAt - happenedAt, limitMs });
    return heard;
  }

  /** Returns the whole play, once its position has been reported too or a second has passed. */
  async end(): Promise<Played> {
    await this.stage.listener.waitFor(
      this.clientOrderId,
      ({ type, status }) => type === 'position_updated' && status === 'FILLED',
      1_000,
    );
    for (const { data, heardAt } of this.stage.listener.of(this.clientOrderId)) {
      const quantity = data.position
        ? `position ${data.position.quantity}`
        : `${data.filledQuantity} of ${data.quantity}`;
      this.#note(heardAt, 'product', data.type, data.source, quantity);
    }
    return {
      title: this.title,
      startedAt: this.startedAt,
      moments: this.#moments.sort((left, right) => left.at - right.at),
      delays: this.#delays,
    };
  }

  #note(at: number, who: Moment['who'], what: string, source: string, quantity: string): void {
    this.#moments.push({ at, who, what, source, quantity });
  }
}
