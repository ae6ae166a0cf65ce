import type { ExecutionKind } from '../../model.js';
import type { StreamEvent } from '../../server/streams.js';

/** A private-stream event as Binance writes it. `e` is its name. */
export interface BinanceEvent {
  readonly e: string;
  readonly [field: string]: unknown;
}

/** Returns an event as it will be sent. `execution` is the step of an order that it reports. */
export function streamEvent(
  event: BinanceEvent,
  symbol: string | null = null,
  execution: ExecutionKind | null = null,
): StreamEvent {
  return { text: JSON.stringify(event), name: event.e, symbol, execution, vitalField: 'z' };
}
