import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { isDatabaseAway } from '../../drizzle/database-away.js';
import { describeFault, type FieldFault } from '../domain/denial.js';
import type { Logger } from '../observability/log.js';

/** An error that the caller is meant to see: problem JSON (RFC 9457) with a stable code (E4). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fault?: FieldFault,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** A problem whose detail is the sentence about the field at fault. */
  static about(
    status: number,
    code: string,
    fault: FieldFault & { readonly subject?: string },
  ): Problem {
    const { field, expected, received } = fault;
    return new Problem(status, code, describeFault(fault), { field, expected, received });
  }
}

/**
 * Returns what came as text, shortened, so that a long or hostile value is not repeated in full.
 */
export function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length <= 80 ? text : `${text.slice(0, 80)}… (${text.length} characters)`;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Body too large',
  415: 'Unsupported media type',
  422: 'Not acceptable',
  423: 'Locked',
  500: 'Internal error',
  502: 'The exchange did not answer',
  503: 'Not available',
  504: 'No answer in time',
};

/** Sends a problem as the answer, with the id of the request in the log. */
function sendProblem(response: Response, problem: Problem, requestId: string): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: titles[problem.status] ?? 'Error',
        status: problem.status,
        code: problem.code,
        detail: problem.message,
        ...problem.fault,
        requestId,
      }),
    );
}

/**
 * Refuses an address that contains a NUL. Postgres' text type accepts none, so it names nothing.
 */
export const refuseNul: RequestHandler = (request, _response, next) => {
  if (!request.originalUrl.includes('%00')) return next();
  throw new Problem(400, 'ADDRESS_INVALID', 'an address must not hold a NUL character', {
    field: 'url',
    expected: 'an address without NUL characters',
    received: shorten(request.originalUrl),
  });
};

/** Answers requests that no router has answered. */
export const notFound: RequestHandler = (request) => {
  throw new Problem(
    404,
    'NOT_FOUND',
    `nothing is served at ${request.method} ${shorten(request.path)}`,
  );
};

/**
 * Turns every error into problem JSON. Internal details go to the log under the request's id (E4).
 */
export function problemHandler(log: Logger): ErrorRequestHandler {
  // Express recognises error handlers by their four parameters.
  return (error: unknown, request, response, _next) => {
    const requestId = request.id as string;
    const problem = toProblem(error);
    if (problem.status >= 500) log.error({ err: error, requestId }, 'request failed');
    if (response.headersSent) {
      response.end();
      return;
    }
    sendProblem(response, problem, requestId);
  };
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // Errors of body-parser have a type and a status, or zlib's code. Errors of the file server have
  // only a status.
  const { type, status, code, limit } = error as {
    type?: string;
    status?: number;
    code?: string;
    limit?: number;
  };
  const isAboutBody = type !== undefined || code?.startsWith('Z_') === true;
  if (type === 'entity.too.large' && limit !== undefined) {
    const expected = `at most ${limit / 1024} KiB`;
    const fault = { field: 'body', expected, received: 'more' };
    return new Problem(413, 'BODY_TOO_LARGE', `a body must be ${expected}`, fault);
  }
  if (error instanceof URIError) {
    return new Problem(400, 'ADDRESS_INVALID', 'an address must be percent-encoded UTF-8', {
      field: 'url',
      expected: 'percent-encoded UTF-8',
      received: 'bytes that are not',
    });
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    if (!isAboutBody) return new Problem(status, 'BAD_REQUEST', 'the request cannot be read');
    return new Problem(status, 'BAD_REQUEST', 'the body must be what its headers say', {
      field: 'body',
      expected: 'a body as Content-Encoding and Content-Length describe it',
      received: 'one that cannot be read',
    });
  }
  if (isDatabaseAway(error)) {
    return new Problem(
      503,
      'DATABASE_UNAVAILABLE',
      'the database cannot be used now; nothing was stored, send it again',
      undefined,
      { 'Retry-After': '2' },
    );
  }
  return new Problem(
    500,
    'INTERNAL_ERROR',
    'something went wrong here; see the log under the request id',
  );
}
