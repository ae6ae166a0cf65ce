// Calls of the HTTP API. The browser adds the session cookie.

/** Longer than the server waits for the exchange's answer to a cancel. */
const PATIENCE_MS = 30_000;

/** An answer that is an error, in the server's own words (problem JSON). */
export class ApiError extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {string} code
   * @param {string} detail
   * @param {string} [requestId] the request's id in the server's log
   */
  constructor(status, code, detail, requestId = '') {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

/**
 * Calls the API.
 *
 * @param {string} method
 * @param {string} path
 * @returns {Promise<{ body: any, hasMore: boolean }>} the parsed body, or `null` if there is none,
 *   and whether there are older rows
 * @throws {ApiError} when there is no answer, or it is an error
 */
export async function call(method, path) {
  const response = await send(method, path);
  if (!response.ok) throw await toError(response);
  return {
    body: response.status === 204 ? null : await readJson(response),
    hasMore: /rel="?next/.test(response.headers.get('Link') ?? ''),
  };
}

/**
 * @param {string} method
 * @param {string} path
 */
async function send(method, path) {
  try {
    return await fetch(path, {
      method,
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    // Refused, reset or timed out makes no difference to the person at the page.
    throw new ApiError(0, 'NO_ANSWER', 'Filltrail does not answer');
  }
}

/** @param {Response} response */
async function readJson(response) {
  try {
    return await response.json();
  } catch {
    throw new ApiError(response.status, 'ANSWER_NOT_JSON', 'the answer is not JSON');
  }
}

/** @param {Response} response */
async function toError(response) {
  const body = (await response.json().catch(() => null)) ?? {}; // a proxy's error page
  return new ApiError(
    response.status,
    body.code ?? 'ERROR',
    body.detail ?? `the answer was ${response.status}`,
    body.requestId,
  );
}
