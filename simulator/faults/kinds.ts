import type { Answer, OperationName, Troubles } from '../server/rest-api.js';

/** What a fault may be told, beside its name. */
export interface FaultParameters {
  readonly ms?: number | undefined;
  readonly status?: number | undefined;
  readonly code?: number | undefined;
  readonly retryAfter?: number | undefined;
  readonly executed?: boolean | undefined;
  readonly empty?: boolean | undefined;
  readonly decimals?: number | undefined;
  readonly field?: string | undefined;
  readonly value?: unknown;
}

/** How a spoiled request goes on: `answer` at most once, `reset` cuts the connection. */
export interface SpoiledRequest {
  execute(): Answer;
  answer(answer: Answer): void;
  reset(): void;
  readonly troubles: Troubles;
}

/** A frame about to leave; `send` lets it out, as it is or as told. */
export interface SpoiledFrame {
  readonly text: string;
  send(text?: string): void;
  readonly vitalField: string;
  readonly connection: object;
}

export interface RestFault {
  readonly area: 'rest';
  /** The operations it spoils unless told a method or path. */
  readonly operations: readonly OperationName[];
  /** Makes no sense elsewhere: a method or path only narrows it further. */
  readonly isBound?: boolean;
  readonly times: number;
  run(request: SpoiledRequest, parameters: FaultParameters): void;
}

/** What reads show: all as it was `ms` ago, or the present without the last `ms`' orders or fills. */
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
