import type { IncomingHttpHeaders } from 'node:http';

/** One HTTP request. Its body is still the raw text, since signatures cover that. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** The address that it came from. */
  readonly peer: string;
  /** When it arrived, by this machine's clock. */
  readonly at: number;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns an answer whose body is JSON. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return {
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  };
}

/** Returns whether an answer's status reports success, as on most exchanges. */
export function hasSuccessStatus({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}
