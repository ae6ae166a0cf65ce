import type { Troubles } from '../../faults/troubles.js';
import { hasSuccessStatus, jsonAnswer, type Answer } from '../../http.js';
import { WireError } from '../kit/wire-error.js';
import type { BinanceMarket } from './markets.js';

/** An error as Binance reports it: HTTP status, code and message. */
export class BinanceError extends WireError {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }

  answer(): Answer {
    return jsonAnswer(this.status, { code: this.code, msg: this.message }, this.headers);
  }
}

/** "Server is currently overloaded with other requests." */
const OVERLOADED = -1008;

/** The errors by what went wrong. The texts are Binance's, since clients compare some of them. */
export const errors = {
  tooManyRequests: (limit: number, retryAfter: number) =>
    new BinanceError(
      -1003,
      `Too many requests; current limit is ${limit} requests per minute. Please use WebSocket Streams for live updates to avoid polling the API.`,
      429,
      { 'retry-after': String(retryAfter) },
    ),
  banned: (until: number, retryAfter: number) =>
    new BinanceError(-1003, `Way too many requests; IP banned until ${until}.`, 418, {
      'retry-after': String(retryAfter),
    }),
  tooManyOrders: (limit: number, interval: string, retryAfter: number) =>
    new BinanceError(
      -1015,
      `Too many new orders; current limit is ${limit} orders per ${interval}.`,
      429,
      { 'retry-after': String(retryAfter) },
    ),
  outsideRecvWindow: () =>
    new BinanceError(-1021, 'Timestamp for this request is outside of the recvWindow.'),
  aheadOfServer: () =>
    new BinanceError(-1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  badSignature: () => new BinanceError(-1022, 'Signature for this request is not valid.'),
  badRecvWindow: () => new BinanceError(-1131, 'recvWindow must be less than 60000'),
  keyMissing: () => new BinanceError(-2014, 'API-key format invalid.', 401),
  keyInvalid: () => new BinanceError(-2015, 'Invalid API-key, IP, or permissions for action.', 401),
  missing: (name: string) =>
    new BinanceError(
      -1102,
      `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
    ),
  missingOneOf: (first: string, second: string) =>
    new BinanceError(
      -1102,
      `Param '${first}' or '${second}' must be sent, but both were empty/null!`,
    ),
  notRequired: (name: string) =>
    new BinanceError(-1106, `Parameter '${name}' sent when not required.`),
  illegalCharacters: (name: string, range: string) =>
    new BinanceError(
      -1100,
      `Illegal characters found in parameter '${name}'; legal range is '${range}'.`,
    ),
  badTimeInForce: () => new BinanceError(-1115, 'Invalid timeInForce.'),
  badOrderType: () => new BinanceError(-1116, 'Invalid orderType.'),
  badSide: () => new BinanceError(-1117, 'Invalid side.'),
  badSymbol: () => new BinanceError(-1121, 'Invalid symbol.'),
  closed: (market: BinanceMarket) =>
    market === 'spot'
      ? new BinanceError(-2010, 'Market is closed.')
      : new BinanceError(-4141, 'Symbol is closed.'),
  unknownOrder: () => new BinanceError(-2011, 'Unknown order sent.'),
  orderNotFound: () => new BinanceError(-2013, 'Order does not exist.'),
  filter: (name: string) => new BinanceError(-1013, `Filter failure: ${name}`),
  overloaded: () =>
    new BinanceError(
      OVERLOADED,
      'Server is currently overloaded with other requests. Please try again in a few minutes.',
      503,
    ),
  internal: () =>
    new BinanceError(-1000, 'An unknown error occurred while processing the request.', 500),
  invalidPath: (path: string, method: string) =>
    new BinanceError(-5000, `Path ${path}, Method ${method} is invalid`, 404),
} as const;

/** The codes that a fault may choose from. Spot leaves open whether -1008 was executed. */
export const UNCLEAR_CODES = [OVERLOADED];

/** How Binance fails. Of its answers with 503, one says that the order was not executed. */
export const binanceTroubles: Omit<Troubles, 'duplicateId'> = {
  unavailableUnknown: (code) =>
    code === OVERLOADED
      ? errors.overloaded().answer()
      : jsonAnswer(503, {
          code: -1000,
          msg: 'Unknown error, please check your request or try again later.',
        }),
  unavailableFailed: () => jsonAnswer(503, { code: -1000, msg: 'Service Unavailable.' }),
  timeoutUnknown: (code) =>
    code === OVERLOADED
      ? errors.overloaded().answer()
      : new BinanceError(
          -1007,
          'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
          408,
        ).answer(),
  refused: ({ code, message, status = 400 }) => jsonAnswer(status, { code, msg: message }),
  rateLimited: (retryAfter, isBanned) =>
    isBanned
      ? errors.banned(Date.now() + retryAfter * 1000, retryAfter).answer()
      : errors.tooManyRequests(6000, retryAfter).answer(),
  isSuccess: hasSuccessStatus,
  withoutFills: (answer) => ({ ...answer, body: '[]' }),
};
