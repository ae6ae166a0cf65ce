import type { AmendRefusal } from '../../engine/matching.js';
import { jsonAnswer, type Answer } from '../../http.js';
import type { Refusal } from '../../market/settlement.js';
import { WireError } from '../kit/wire-error.js';
import type { Category } from './categories.js';

/** An error as Bybit reports it: in the body, under HTTP 200. */
export class BybitError extends WireError {
  constructor(
    readonly code: number,
    message: string,
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }

  answer(now: number): Answer {
    const { code: retCode, message: retMsg } = this;
    return jsonAnswer(
      200,
      { retCode, retMsg, result: {}, retExtInfo: {}, time: now },
      this.headers,
    );
  }
}

/** The answer to all requests of an address that sent too many, for a while. It is not JSON. */
export class AddressBlocked extends BybitError {
  constructor() {
    super(403, 'access too frequent');
  }

  override answer(): Answer {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    return { status: 403, body: `403, ${this.message}`, headers };
  }
}

/** The errors by what went wrong. Spot was once a separate system and has its own codes. */
export const errors = {
  parameter: (message: string) => new BybitError(10001, `params error: ${message}`),
  outsideRecvWindow: (timestamp: number, now: number, recvWindow: number) =>
    new BybitError(
      10002,
      `invalid request, please check your server timestamp or recv_window param. req_timestamp[${timestamp}],server_timestamp[${now}],recv_window[${recvWindow}]`,
    ),
  keyInvalid: () => new BybitError(10003, 'API key is invalid.'),
  badSignature: () =>
    new BybitError(10004, 'Error sign, please check your signature generation algorithm.'),
  notPermitted: () =>
    new BybitError(10005, 'Permission denied, please check your API key permissions.'),
  tooManyVisits: (headers: Record<string, string>) =>
    new BybitError(10006, 'Too many visits. Exceeded the API Rate Limit.', headers),
  internal: () => new BybitError(10016, 'Internal server error.'),
  timeout: () => new BybitError(10000, 'Server Timeout'),
  overloaded: () => new BybitError(10429, 'System level frequency protection'),
  spotTimeout: () => new BybitError(170007, 'Timeout waiting for response from backend server.'),
  creationTimeout: () => new BybitError(170146, 'Order creation timeout'),
  duplicate: () => new BybitError(110072, 'OrderLinkedID is duplicate'),
  unknownOrder: (category: Category) =>
    category === 'spot'
      ? new BybitError(170213, 'Order does not exist.')
      : new BybitError(110001, 'order not exists or too late to cancel'),
  notLive: () => new BybitError(110074, 'This contract is not live'),
  badSymbol: (category: Category) =>
    category === 'spot'
      ? new BybitError(170121, 'Invalid symbol.')
      : new BybitError(10001, 'params error: symbol invalid'),
} as const;

/** Returns Bybit's error for an order that the market refused. */
export function refusalError(refusal: Refusal, category: Category): BybitError {
  const isSpot = category === 'spot';
  switch (refusal) {
    case 'DUPLICATE_CLIENT_ID':
      return errors.duplicate();
    case 'INSUFFICIENT_FUNDS':
      return isSpot
        ? new BybitError(170131, 'Insufficient balance.')
        : new BybitError(110007, 'ab not enough for new order');
    case 'REDUCE_ONLY':
      return new BybitError(110017, 'current position is zero, cannot fix reduce-only order qty');
    // Bybit accepts such orders and then ends them, and so do these markets.
    case 'WOULD_MATCH':
    case 'UNFILLABLE':
      return errors.internal();
  }
}

/** Returns Bybit's error for an amendment that the market refused. The order stays as it was. */
export function amendError(refusal: AmendRefusal, category: Category): BybitError {
  switch (refusal) {
    case 'DUPLICATE_CLIENT_ID':
    case 'INSUFFICIENT_FUNDS':
      return refusalError(refusal, category);
    case 'UNCHANGED':
      return errors.parameter('The order remains unchanged as the parameters entered match it');
    case 'NOT_AMENDABLE':
    case 'BELOW_FILLED':
      return errors.parameter('the order cannot be changed to that');
  }
}
