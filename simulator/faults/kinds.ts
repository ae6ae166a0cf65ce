import type { Answer } from '../http.js';
import type { FaultParameters } from './parameters.js';
import type { OperationName, Troubles } from './troubles.js';

/** How a spoiled request goes on: `answer` at most once, `reset` cuts the connection. */
export interface SpoiledRequest {
  execute(): Answer;
  answer(answer: Answer): void;
  reset(): void;
  readonly troubles: Troubles;
}

/** A frame about to leave; `send` lets it out, as it is or with another text. */
export interface SpoiledFrame {
  readonly text: string;
  send(text?: string): void;
  readonly vitalField: string;
  readonly connection: object;
}

export interface RestFault {
  readonly area: 'rest';
  /** The operations that it spoils unless a method or path is named. */
  readonly operations: readonly OperationName[];
  /** Makes no sense elsewhere: a method or path only narrows it further. */
  readonly isBound?: boolean;
  readonly times: number;
  run(request: SpoiledRequest, parameters: FaultParameters): void;
}

/** What reads show: all as it was `ms` ago, or the present without the orders or fills since. */
export interface ViewFault {
  readonly area: 'view';
  readonly shows: 'the-past' | 'no-young-orders' | 'no-young-fills';
  readonly times: number;
}

export interface StreamFault {
  readonly area: 'stream';
  readonly times: number;
  run(frame: SpoiledFrame, parameters: FaultParameters): void;
}

/** The connection looks alive to TCP and says nothing: no events, answers, pings or pongs. */
export interface SilenceFault {
  readonly area: 'silence';
  readonly times: number;
}

export type Fault = RestFault | ViewFault | StreamFault | SilenceFault;

/** As many hits as come, for a fault that stays on until it is cleared. */
export const UNTIL_CLEARED = Number.POSITIVE_INFINITY;
/** How long a fault delays something, unless it is given another time. */
export const DEFAULT_MS = 1000;
