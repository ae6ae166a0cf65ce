// Calls of the HTTP API; the session cookie goes along by itself.

/** Longer than the server waits for the exchange's answer to a cancel. */
const PATIENCE_MS = 30_000;

/** An answer that is an error, in the server's own words (problem JSON). */
export class Problem extends Error {
  constructor(status, code, detail, requestId = '') {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

/**
 * Calls the API.
 *
 * @returns the parsed answer, `null` when it has no body, and whether there are older rows
 * @throws Problem when there is no answer (status 0) or it is an error
 */
export async function call(method, path) {
  const response = await send(method, path);
  if (!response.ok) throw await toProblem(response);
  return {
    body: response.status === 204 ? null : await readJson(response),
    hasMore: /rel="?next/.test(response.headers.get('Link') ?? ''),
  };
}

async function send(method, path) {
  try {
    return await fetch(path, {
      method,
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    // Refused, reset or timed out: to the person at the page it is all the same.
    throw new Problem(0, 'NO_ANSWER', 'Filltrail does not answer');
  }
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    throw new Problem(response.status, 'ANSWER_NOT_JSON', 'the answer is not JSON');
  }
}

async function toProblem(response) {
  const body = await response.json().catch(() => ({})); // a proxy's error page
  return new Problem(
    response.status,
    body.code ?? 'ERROR',
    body.detail ?? `the answer was ${response.status}`,
    body.requestId,
  );
}
