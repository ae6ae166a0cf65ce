import { jsonAnswer, type Answer } from '../../../http.js';
import { WireError } from '../wire-error.js';

/** An error as Upbit and Bithumb report it: an HTTP status, a name and a text. */
export class KoreanError extends WireError {
  constructor(
    readonly status: number,
    /** Usually a word. Errors of the routing have the HTTP status as their name. */
    readonly errorName: string | number,
    message: string,
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }

  answer(): Answer {
    const error = { name: this.errorName, message: this.message };
    return jsonAnswer(this.status, { error }, this.headers);
  }
}

/** The errors whose names are the same on both exchanges. */
export const errors = {
  badToken: () => new KoreanError(401, 'jwt_verification', 'Failed to verify the JWT.'),
  badAccessKey: () => new KoreanError(401, 'invalid_access_key', 'The access key is wrong.'),
  badQueryHash: () =>
    new KoreanError(401, 'invalid_query_payload', 'Failed to verify the query of the JWT.'),
  outOfScope: () => new KoreanError(401, 'out_of_scope', 'The key has no permission for this.'),
  missing: () =>
    new KoreanError(400, 400, 'Missing request parameter error. Check the required parameters!'),
  codeNotFound: () => new KoreanError(404, 404, 'Code not found'),
  noRoute: (method: string, path: string) =>
    new KoreanError(404, 404, `no Route matched with those values: ${method} ${path}`),
  orderNotFound: () => new KoreanError(404, 'order_not_found', 'The order was not found.'),
  server: () => new KoreanError(500, 'server_error', 'The server failed to handle the request.'),
  unavailable: () => new KoreanError(503, 'server_error', 'The service is not available.'),
  timeout: () => new KoreanError(504, 'server_error', 'The server took too long to answer.'),
} as const;
