import type { MarketUpdate } from '../../../model.js';
import type { StreamEvent } from '../../../server/streams.js';
import type { KoreanFront } from './front.js';
import { writeJson, type Json } from './json.js';
import { orderSteps, type OrderStep } from './order-steps.js';

/** What is specific to an exchange in the frames of its private stream. */
export interface FrameRules {
  readonly isBinary: boolean;
  /** Returns the frame that reports a step. */
  readonly frame: (step: OrderStep, now: number) => Json;
  /** A field that clients need. */
  readonly vitalField: string;
  /** Returns whether a step is reported. Without this, all are. */
  readonly isReported?: (step: OrderStep) => boolean;
  /** Returns a frame in its short form. Left out if there is none. */
  readonly simplified?: (frame: string) => string;
}

/** Returns the frames that report an update. A fault selects them by the name of their state. */
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
      // The trade that fills an order has had its own frame.
      execution: isDoneAfterTrade(step) ? null : step.execution.kind,
      vitalField,
    }));
}

function isDoneAfterTrade({ state, execution }: OrderStep): boolean {
  return state === 'done' && execution.kind === 'TRADE';
}
