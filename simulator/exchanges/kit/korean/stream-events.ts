import type { MarketUpdate } from '../../../model.js';
import type { StreamEvent } from '../../../server/streams.js';
import type { KoreanFront } from './front.js';
import { writeJson, type Json } from './json.js';
import { orderSteps, type OrderStep } from './order-steps.js';

/** What is an exchange's own about the frames of its private stream. */
export interface FrameRules {
  readonly isBinary: boolean;
  /** Returns the frame that reports a step. */
  readonly frame: (step: OrderStep, now: number) => Json;
  /** A field that a client cannot do without. */
  readonly vitalField: string;
  /** Returns whether a step is reported; without it, all are. */
  readonly isReported?: (step: OrderStep) => boolean;
  /** Returns a frame in its short form; left out where there is none. */
  readonly simplified?: (frame: string) => string;
}

/** Returns the frames that report an update. Faults know each by its state. */
export function streamEvents(
  { engine, dialect }: KoreanFront,
  { frame, vitalField, isReported = () => true }: FrameRules,
  update: MarketUpdate,
  now: number,
): StreamEvent[] {
  const book = engine.state.markets[dialect.market].ledger.account(update.apiKey);
  return orderSteps(update, (orderId) => book.fillsOf(orderId))
    .filter(isReported)
    .map((step) => ({
      text: writeJson(frame(step, now)),
      name: step.state,
      symbol: step.order.symbol,
      execution: step.state === 'done' ? null : step.execution.kind,
      vitalField,
    }));
}
