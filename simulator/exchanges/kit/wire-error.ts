import type { Engine } from '../../engine/engine.js';
import type { Answer, Call } from '../../http.js';

/** An error with which an exchange refuses a request. */
export abstract class WireError extends Error {
  /** Returns it as an answer. `now` is the exchange's time. */
  abstract answer(now: number): Answer;
}

/**
 * Returns the answer to a call that failed: the exchange's own error or, for any other error,
 * `internal` and a line in the log. `headers` are added to every answer.
 */
export function failedAnswer(
  { clock, log }: Engine,
  { path }: Call,
  error: unknown,
  internal: () => WireError,
  headers: Readonly<Record<string, string>>,
): Answer {
  const known = error instanceof WireError ? error : internal();
  if (known !== error) log('venue_request_failed', { path, error: String(error) });
  const answer = known.answer(clock.now());
  return { ...answer, headers: { ...headers, ...answer.headers } };
}
