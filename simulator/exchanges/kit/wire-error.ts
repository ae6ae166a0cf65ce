import type { Engine } from '../../engine/engine.js';
import type { Answer, Call } from '../../http.js';

/** What an exchange says when it does not do what it was asked to. */
export abstract class WireError extends Error {
  /** Returns it as an answer; `now` is the exchange's time. */
  abstract answer(now: number): Answer;
}

/**
 * Answers a call that failed: by its error, or by `internal` and a line in the log if the error is
 * none of the exchange's. `headers` are those of every answer.
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
