import { Decimal } from '../decimal.js';
import type { Answer } from '../http.js';
import type { OperationName } from './troubles.js';
import { DEFAULT_MS, UNTIL_CLEARED, type Fault, type RestFault } from './kinds.js';

const ALL: readonly OperationName[] = ['create', 'cancel', 'read', 'trades', 'other'];
const CREATE: readonly OperationName[] = ['create'];
/** More than any filter allows, and more than most readers expect. */
const DEFAULT_DECIMALS = 16;
const DECIMAL = /^-?\d+\.\d+$/;

/** How calls can go wrong, and how reads can be wrong. */
export const REST_FAULTS = {
  'accept-then-hang': spoilCreate((request) => void request.execute()),

  'accept-then-reset': spoilCreate((request) => {
    request.execute();
    request.reset();
  }),

  'unavailable-executed': spoilCreate((request, { code }) => {
    request.execute();
    request.answer(request.troubles.unavailableUnknown(code));
  }),

  'unavailable-not-executed': spoilCreate((request, { executed, code }) => {
    // With `executed: false` the exchange admits it; otherwise the answer leaves it open.
    const { troubles } = request;
    const admits = executed === false;
    request.answer(admits ? troubles.unavailableFailed() : troubles.unavailableUnknown(code));
  }),

  // The exchange's inner timeout, named after the code of the first exchange that had one.
  'unknown-1007-executed': spoilCreate((request, { code }) => {
    request.execute();
    request.answer(request.troubles.timeoutUnknown(code));
  }),

  'unknown-1007-not-executed': spoilCreate((request, { code }) => {
    request.answer(request.troubles.timeoutUnknown(code));
  }),

  // Something on the way sent the order twice: the first was accepted, and the answer is the one to
  // the second. An order that is refused is refused both times, so its own refusal is the answer.
  'duplicate-id': {
    ...spoilCreate((request) => {
      const answer = request.execute();
      const { troubles } = request;
      request.answer(troubles.isSuccess(answer) ? troubles.duplicateId() : answer);
    }),
    isBound: true,
  },

  // The order is refused under any code, whatever it is: also under one that no client knows.
  'refuse-create': {
    ...spoilCreate((request, { refusal }) => {
      if (refusal) request.answer(request.troubles.refused(refusal));
    }),
    isBound: true,
  },

  'rate-limited': spoil(ALL, (request, { status, retryAfter }) => {
    request.answer(request.troubles.rateLimited(retryAfter ?? 1, status === 418));
  }),

  'html-200': spoil(ALL, (request, { executed }) => {
    if (executed !== false) request.execute();
    request.answer(page(200, 'Please wait while we check your browser'));
  }),

  // The answer is a firewall's page (`status` 403) or, by default, a gateway's (502).
  'html-error': spoil(ALL, (request, { executed, status }) => {
    if (executed !== false) request.execute();
    request.answer(status === 403 ? page(403, 'Request blocked') : page(502, 'Bad Gateway'));
  }),

  'delay-answer': spoil(ALL, (request, { ms }) => {
    const answer = request.execute();
    setTimeout(() => request.answer(answer), ms ?? DEFAULT_MS);
  }),

  'delay-request': spoil(ALL, (request, { ms }) => {
    setTimeout(() => request.answer(request.execute()), ms ?? DEFAULT_MS);
  }),

  // Fills cannot be listed: the answer is a 503 without a code or, with `empty`, an empty list.
  'trades-unavailable': {
    ...spoil(['trades'], (request, { empty }) => {
      if (!empty) return request.answer(page(503, 'Service Unavailable'));
      const answer = request.execute();
      const { troubles } = request;
      request.answer(troubles.isSuccess(answer) ? troubles.withoutFills(answer) : answer);
    }),
    isBound: true,
    times: UNTIL_CLEARED,
  },

  // Decimals of the same value, with at least `decimals` places: "0.0100000000000000".
  'rest-precision': {
    ...spoil(['create', 'read', 'trades'], (request, { decimals = DEFAULT_DECIMALS }) => {
      const answer = request.execute();
      request.answer({ ...answer, body: rescaled(answer, decimals) });
    }),
    times: UNTIL_CLEARED,
  },

  // Every object that has `field` comes without it.
  'rest-missing-field': spoil(['create', 'read', 'trades'], (request, { field }) => {
    const answer = request.execute();
    const value: unknown = JSON.parse(answer.body);
    const without = (name: string, each: unknown): unknown => (name === field ? undefined : each);
    request.answer({ ...answer, body: JSON.stringify(value, without) });
  }),

  // Every list is empty, as from a server that has just started.
  'empty-lists': spoil(['read', 'trades', 'other'], (request) => {
    const answer = request.execute();
    const value: unknown = JSON.parse(answer.body);
    const emptied = (_name: string, each: unknown): unknown => (Array.isArray(each) ? [] : each);
    request.answer({ ...answer, body: JSON.stringify(value, emptied) });
  }),

  'not-found-after-create': { area: 'view', shows: 'no-young-orders', times: UNTIL_CLEARED },

  'rest-lag': { area: 'view', shows: 'the-past', times: UNTIL_CLEARED },

  // Orders are shown as they are now, but without what was filled in the last `ms`: a cancelled
  // order looks cancelled with fewer fills than it has, and its last fills are not listed.
  'fills-lag': { area: 'view', shows: 'no-young-fills', times: UNTIL_CLEARED },
} as const satisfies Readonly<Record<string, Fault>>;

function spoil(operations: readonly OperationName[], run: RestFault['run']): RestFault {
  return { area: 'rest', operations, times: 1, run };
}

function spoilCreate(run: RestFault['run']): RestFault {
  return spoil(CREATE, run);
}

function page(status: number, text: string): Answer {
  return {
    status,
    body: `<html><body>${text}</body></html>`,
    headers: { 'content-type': 'text/html' },
  };
}

function rescaled({ body }: Answer, decimals: number): string {
  const value: unknown = JSON.parse(body);
  return JSON.stringify(value, (name, each: unknown) => {
    // A client's own id may look like a decimal.
    if (typeof each !== 'string' || /id$/i.test(name) || !DECIMAL.test(each)) return each;
    const number = new Decimal(each);
    return number.toFixed(Math.max(decimals, number.decimalPlaces()));
  });
}
