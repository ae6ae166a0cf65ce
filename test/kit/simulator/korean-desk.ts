import { beforeAll } from 'vitest';
import type { VenueOptions } from '../../../simulator/venue.js';
import type { Answer } from '../answer.js';
import {
  fund,
  koreanRequest,
  openKoreanStream,
  type KoreanName,
  type KoreanStream,
} from './korean.js';
import { useVenue, type TestVenue } from './venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are compared as they come */

type Fields = Record<string, string>;

/** The two exchanges' names for the same things. */
const WORDS = {
  upbit: { type: 'ord_type', clientId: 'identifier', create: '/v1/orders', cancel: '/v1/order' },
  bithumb: {
    type: 'order_type',
    clientId: 'client_order_id',
    create: '/v2/orders',
    cancel: '/v2/order',
  },
} as const;

/** A test's calls on one of the Korean exchanges, with an account that has funds. */
export interface KoreanDesk {
  readonly venueOf: () => TestVenue;
  readonly ask: (method: string, path: string, fields?: Fields, bearer?: string) => Promise<Answer>;
  readonly place: (fields: Fields) => Promise<Answer>;
  readonly get: (named: Fields) => Promise<Answer>;
  readonly cancel: (named: Fields) => Promise<Answer>;
  /** Calls the control interface for this exchange's market. */
  readonly control: (path: string, body?: object) => Promise<unknown>;
  /** Fills an order on this exchange, wholly unless `more` contains a quantity. */
  readonly fill: (clientOrderId: string, more?: object) => Promise<unknown>;
  readonly fault: (name: string, more?: object) => Promise<unknown>;
  readonly clearFaults: () => Promise<unknown>;
  /** Opens the private stream with the parts of a subscribe frame. */
  readonly open: (...parts: object[]) => Promise<KoreanStream>;
  /** Returns an order's frames so far, by its client id. */
  readonly framesOf: (stream: KoreanStream, clientId: string) => any[];
  /** Waits for an order's frame with a certain state. */
  readonly awaitFrame: (stream: KoreanStream, clientId: string, state: string) => Promise<any>;
}

/** Starts a venue for all tests of a file, and returns the desk on one of its exchanges. */
export function useKoreanDesk(exchange: KoreanName, options: VenueOptions = {}): KoreanDesk {
  const venueOf = useVenue(options);
  beforeAll(() => fund(venueOf(), exchange));
  const { clientId: idField, create, cancel } = WORDS[exchange];
  const desk: KoreanDesk = {
    venueOf,
    ask: (method, path, fields, bearer) =>
      koreanRequest(venueOf(), exchange, method, path, fields, bearer),
    place: (fields) => desk.ask('POST', create, fields),
    get: (named) => desk.ask('GET', '/v1/order', named),
    cancel: (named) => desk.ask('DELETE', cancel, named),
    control: (path, body = {}) => venueOf().control.post(path, { market: exchange, ...body }),
    fill: (clientOrderId, more = {}) => desk.control('fill', { clientOrderId, ...more }),
    fault: (name, more = {}) => desk.control('faults', { name, ...more }),
    clearFaults: () => venueOf().control.clearFaults(),
    async open(...parts) {
      const stream = await openKoreanStream(venueOf(), exchange);
      await stream.subscribe(...parts);
      return stream;
    },
    framesOf: ({ frames }, clientId) => frames.filter((frame) => frame[idField] === clientId),
    awaitFrame: (stream, clientId, state) =>
      stream.frame(`the frame ${state}`, (frame) => {
        return frame[idField] === clientId && frame.state === state;
      }),
  };
  return desk;
}

/** Returns a limit order that rests below the price. */
export function restingLimit(exchange: KoreanName): Fields {
  return {
    market: 'KRW-BTC',
    side: 'bid',
    [WORDS[exchange].type]: 'limit',
    price: '94000000',
    volume: '0.001',
  };
}

/** Returns the status of an answer, and the name of its error. */
export function errorOf({ status, body }: Answer): unknown {
  return [status, body.error?.name];
}
