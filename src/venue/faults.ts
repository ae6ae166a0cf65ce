import type { Answer, OperationName, Troubles } from './exchange-api.js';

/** What a fault may be told, beside its name. */
export interface FaultParameters {
  readonly ms?: number | undefined;
  readonly status?: number | undefined;
  readonly retryAfter?: number | undefined;
  readonly executed?: boolean | undefined;
}

/** How a spoiled request goes on: `answer` at most once, `reset` cuts the connection. */
export interface SpoiledRequest {
  execute(): Answer;
  answer(answer: Answer): void;
  reset(): void;
  readonly troubles: Troubles;
}

/** A frame about to leave; `key` is the connection it leaves on. */
export interface SpoiledFrame {
  send(): void;
  readonly connection: object;
}

export interface RestFault {
  readonly area: 'rest';
  /** The operations it spoils unless told a method or path. */
  readonly operations: readonly OperationName[];
  readonly times: number;
  run(request: SpoiledRequest, parameters: FaultParameters): void;
}

/** Changes which past the reads show: as it was `ms` ago, or without the orders of the last `ms`. */
export interface ViewFault {
  readonly area: 'view';
  readonly shows: 'the-past' | 'no-young-orders';
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

const ALL: readonly OperationName[] = ['create', 'cancel', 'read', 'other'];
const CREATE: readonly OperationName[] = ['create'];
const UNTIL_CLEARED = Number.POSITIVE_INFINITY;
const DEFAULT_MS = 1000;

const held = new WeakMap<object, () => void>();

/** Every way the venue can be made to misbehave. A new one is one more entry. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'accept-then-hang': spoilCreate((request) => void request.execute()),

  'accept-then-reset': spoilCreate((request) => {
    request.execute();
    request.reset();
  }),

  'unavailable-executed': spoilCreate((request) => {
    request.execute();
    request.answer(request.troubles.unavailableUnknown());
  }),

  'unavailable-not-executed': spoilCreate((request, { executed }) => {
    // `executed: false` is the exchange admitting it; without, the answer leaves it open.
    const { troubles } = request;
    const admits = executed === false;
    request.answer(admits ? troubles.unavailableFailed() : troubles.unavailableUnknown());
  }),

  'unknown-1007-executed': spoilCreate((request) => {
    request.execute();
    request.answer(request.troubles.timeoutUnknown());
  }),

  'unknown-1007-not-executed': spoilCreate((request) => {
    request.answer(request.troubles.timeoutUnknown());
  }),

  'rate-limited': spoil(ALL, (request, { status, retryAfter }) => {
    request.answer(request.troubles.rateLimited(retryAfter ?? 1, status === 418));
  }),

  'html-200': spoil(ALL, (request, { executed }) => {
    if (executed !== false) request.execute();
    request.answer({
      status: 200,
      body: '<html><body>Please wait while we check your browser</body></html>',
      headers: { 'content-type': 'text/html' },
    });
  }),

  'delay-answer': spoil(ALL, (request, { ms }) => {
    const answer = request.execute();
    setTimeout(() => request.answer(answer), ms ?? DEFAULT_MS);
  }),

  'delay-request': spoil(ALL, (request, { ms }) => {
    setTimeout(() => request.answer(request.execute()), ms ?? DEFAULT_MS);
  }),

  'not-found-after-create': { area: 'view', shows: 'no-young-orders', times: UNTIL_CLEARED },

  'rest-lag': { area: 'view', shows: 'the-past', times: UNTIL_CLEARED },

  'stream-swallow': { area: 'stream', times: 1, run: () => undefined },

  'stream-duplicate': {
    area: 'stream',
    times: 1,
    run: (frame) => {
      frame.send();
      frame.send();
    },
  },

  'stream-delay': {
    area: 'stream',
    times: UNTIL_CLEARED,
    run: (frame, { ms }) => void setTimeout(() => frame.send(), ms ?? DEFAULT_MS),
  },

  // Every second frame overtakes the one before it; one left over follows after `ms`.
  'stream-reorder': {
    area: 'stream',
    times: 2,
    run: (frame, { ms }) => {
      const earlier = held.get(frame.connection);
      if (earlier) {
        held.delete(frame.connection);
        frame.send();
        earlier();
        return;
      }
      const send = (): void => frame.send();
      held.set(frame.connection, send);
      setTimeout(() => {
        if (held.get(frame.connection) !== send) return;
        held.delete(frame.connection);
        send();
      }, ms ?? DEFAULT_MS);
    },
  },

  'stream-silent': { area: 'silence', times: UNTIL_CLEARED },
};

function spoil(operations: readonly OperationName[], run: RestFault['run']): RestFault {
  return { area: 'rest', operations, times: 1, run };
}

function spoilCreate(run: RestFault['run']): RestFault {
  return spoil(CREATE, run);
}
