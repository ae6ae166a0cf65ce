import type { Answer } from '../http.js';
import type { FaultParameters } from './parameters.js';
import type { OperationName, Troubles } from './troubles.js';

/** How a fault handles a request. It calls `answer` at most once; `reset` cuts the connection. */
export interface SpoiledRequest {
  execute(): Answer;
  answer(answer: Answer): void;
  reset(): void;
  readonly troubles: Troubles;
}

/** A frame about to be sent. `send` sends it, as it is or with another text. */
export interface SpoiledFrame {
  readonly text: string;
  send(text?: string): void;
  readonly vitalField: string;
  readonly connection: object;
}

export interface RestFault {
  readonly area: 'rest';
  /** The operations that it spoils if neither a method nor a path is named. */
  readonly operations: readonly OperationName[];
  /** Whether it is bound to these operations: a method or path then only narrows it further. */
  readonly isBound?: boolean;
  readonly times: number;
  run(request: SpoiledRequest, parameters: FaultParameters): void;
}

/** What reads show: everything as it was `ms` ago, or the present without what is younger. */
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

/** The connection stays open, but carries nothing: no events, answers, pings or pongs. */
export interface SilenceFault {
  readonly area: 'silence';
  readonly times: number;
}

export type Fault = RestFault | ViewFault | StreamFault | SilenceFault;

/** The number of hits of a fault that stays on until it is cleared. */
export const UNTIL_CLEARED = Number.POSITIVE_INFINITY;
/** How long a fault delays something by default. */
export const DEFAULT_MS = 1000;
