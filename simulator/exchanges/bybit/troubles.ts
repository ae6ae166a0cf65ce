import { hasSuccessStatus, jsonAnswer, type Answer } from '../../http.js';
import type { Troubles } from '../../faults/troubles.js';
import type { Category } from './categories.js';
import { AddressBlocked, errors, type BybitError } from './errors.js';

/** The answers that leave open whether an order was accepted, by their codes. */
const UNCLEAR: Readonly<Record<number, () => BybitError>> = {
  10000: errors.timeout,
  10016: errors.internal,
  170007: errors.spotTimeout,
  170146: errors.creationTimeout,
};

/** The codes that a fault may choose from. */
export const UNCLEAR_CODES = Object.keys(UNCLEAR).map(Number);

/** How Bybit fails. Every answer has HTTP 200, except the block of an address. */
export function bybitTroubles(category: Category, now: number): Troubles {
  const usualTimeout = category === 'spot' ? 170007 : 10000;
  const unclear = (code: number): Answer => (UNCLEAR[code] ?? errors.internal)().answer(now);
  return {
    unavailableUnknown: (code = 10016) => unclear(code),
    unavailableFailed: () => errors.overloaded().answer(now),
    timeoutUnknown: (code = usualTimeout) => unclear(code),
    duplicateId: () => errors.duplicate().answer(now),
    refused: ({ code: retCode, message: retMsg, status = 200 }) =>
      jsonAnswer(status, { retCode, retMsg, result: {}, retExtInfo: {}, time: now }),
    rateLimited: (retryAfterSeconds, isBanned) =>
      isBanned
        ? new AddressBlocked().answer()
        : errors
            .tooManyVisits({
              'x-bapi-limit': '10',
              'x-bapi-limit-status': '0',
              'x-bapi-limit-reset-timestamp': String(now + retryAfterSeconds * 1000),
            })
            .answer(now),
    isSuccess: (answer) => hasSuccessStatus(answer) && bodyOf(answer).retCode === 0,
    withoutFills(answer) {
      const body = bodyOf(answer);
      const result = { ...body.result, list: [], nextPageCursor: '' };
      return { ...answer, body: JSON.stringify({ ...body, result }) };
    },
  };
}

function bodyOf({ body }: Answer): { retCode?: number; result?: object } {
  return JSON.parse(body) as { retCode?: number; result?: object };
}
