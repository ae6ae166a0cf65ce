import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { z } from 'zod';
import type { MarketName } from '../model.js';

/** One HTTP request, its body read but not interpreted: signatures cover the raw text. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly peer: string;
  readonly at: number;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a call is about, as far as faults care. */
export type OperationName = 'create' | 'cancel' | 'read' | 'trades' | 'other';

/**
 * The exchange's own way of answering in trouble. Where there are several for one kind of trouble, a
 * fault may say which `code` to answer with.
 */
export interface Troubles {
  /** Fails without saying whether the request was carried out. */
  unavailableUnknown(code?: number): Answer;
  /** Fails and says that the request was not carried out. */
  unavailableFailed(): Answer;
  /** The inner timeout: whether the request was carried out is unknown. */
  timeoutUnknown(code?: number): Answer;
  /** Refuses an order because one with its client id is there already. */
  duplicateId(): Answer;
  rateLimited(retryAfterSeconds: number, banned: boolean): Answer;
  /** Tells whether an answer says that the request was carried out. */
  isSuccess(answer: Answer): boolean;
  /** Returns a list of fills as if there were none. */
  withoutFills(answer: Answer): Answer;
}

/** A call that has found its exchange and waits to be carried out (or spoiled by a fault). */
export interface PreparedCall {
  readonly market: MarketName;
  readonly operation: OperationName;
  readonly apiKey: string | null;
  readonly symbol: string | null;
  readonly troubles: Troubles;
  execute(): Answer;
}

/** One exchange's REST interface: the paths below `prefix`. */
export interface RestApi {
  readonly prefix: string;
  prepare(call: Call): PreparedCall;
}

/** One exchange's private stream. */
export interface StreamApi {
  /** The markets it tells of. */
  readonly markets: readonly MarketName[];
  matches(path: string): boolean;
  /** Refuses a handshake with an answer, or lets it through with null; all pass where it is missing. */
  admit?(request: IncomingMessage): Answer | null;
  accept(socket: WebSocket, request: IncomingMessage): void;
  /** Looks after lifetimes: called about once a second. */
  tick(now: number): void;
}

/** What POST /control/limits may change on one market: the shape of limits is the exchange's own. */
export interface LimitControl {
  readonly schema: z.ZodType;
  /** Takes what the schema returned, and returns the limits as they are now. */
  change(input: unknown): object;
}

/** Returns the control of a market's limits; `change` gets what `schema` returned. */
export function limitControl<S extends z.ZodType>(
  schema: S,
  change: (input: z.output<S>) => object,
): LimitControl {
  return { schema, change: (input) => change(input as z.output<S>) };
}

/** A call of the control interface that only one exchange has. */
export interface ControlCall {
  readonly schema: z.ZodType;
  /** Takes what the schema returned, and returns what is answered. */
  handle(input: unknown): object;
}

/** Returns a control call; `handle` gets what `schema` returned. */
export function controlCall<S extends z.ZodType>(
  schema: S,
  handle: (input: z.output<S>) => object,
): ControlCall {
  return { schema, handle: (input) => handle(input as z.output<S>) };
}

/** Tells success by the status, as most exchanges do. */
export function hasSuccessStatus({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** Returns an answer whose body is JSON. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return {
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  };
}
