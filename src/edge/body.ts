import type { Request } from 'express';
import { isLosslessNumber, parse } from 'lossless-json';
import { Problem, shorten } from './problem.js';

/** A JSON object whose numbers are kept as text: `0.1` is `"0.1"`, never a float. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON number, kept as it was written (E5). */
export class NumberText {
  constructor(readonly text: string) {}
}

/**
 * How senders of alerts label JSON: TradingView sends `text/plain`, and `application/json` when the
 * message happens to be JSON.
 */
const BODY_TYPES: readonly string[] = ['application/json', 'text/plain'];

/**
 * Reads a request's body as one flat JSON object.
 *
 * @throws Problem 415 when the body is labelled as something other than JSON or text, 400 when it
 *   is not UTF-8, not JSON, or not an object
 */
export function parseObject(request: Request): JsonObject {
  refuseOtherTypes(request);
  const text = decode(request.body);
  let value: unknown;
  try {
    value = parse(text, undefined, (number) => new NumberText(number));
  } catch (error) {
    throw notJson(text, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem(400, 'BODY_NOT_OBJECT', 'the body must be a JSON object', {
      field: 'body',
      expected: 'a JSON object',
      received: Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`,
    });
  }
  return value as JsonObject;
}

/**
 * Refuses a body of another content type, whatever is in it. Parameters do not matter: the bytes
 * must be UTF-8 in any case, and are checked. A body without a content type is read, since small
 * senders set none, and it claims nothing that is wrong.
 */
function refuseOtherTypes(request: Request): void {
  const given = request.get('Content-Type');
  const type = given?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === '' || BODY_TYPES.includes(type)) return;
  const expected = BODY_TYPES.join(' or ');
  const received = shorten(type);
  throw new Problem(
    415,
    'CONTENT_TYPE_NOT_SUPPORTED',
    `the Content-Type of the body must be ${expected}, was ${received}`,
    { field: 'Content-Type', expected, received },
    { Accept: BODY_TYPES.join(', ') },
  );
}

/** Shows a parsed value as it was sent. */
export function showReceived(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof NumberText) return shorten(value.text);
  if (isLosslessNumber(value)) return shorten(String(value));
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'an array' : 'an object';
  return shorten(value);
}

/**
 * Returns the problem of a body that is not JSON, without its text: that may contain the strategy's
 * token.
 */
function notJson(text: string, error: unknown): Problem {
  const figure = /"([A-Za-z]{1,20})"\s*:\s*(NaN|[+-]?Infinity)/.exec(text);
  if (figure?.[1] && figure[2]) {
    const [, name, received] = figure;
    const fault = { field: name, expected: 'a decimal', received };
    return Problem.about(400, 'BODY_NOT_JSON', fault);
  }
  const repeated = /^Duplicate key '(.{1,40})' encountered/s.exec(
    error instanceof SyntaxError ? error.message : '',
  )?.[1];
  if (repeated !== undefined) {
    return new Problem(400, 'BODY_NOT_JSON', `${repeated} must be given once, came twice`, {
      field: repeated,
      expected: 'one value',
      received: 'two values',
    });
  }
  // A RangeError means that the body is nested too deeply for the parser.
  const why = error instanceof SyntaxError ? 'it does not parse' : 'it is nested too deeply';
  return new Problem(400, 'BODY_NOT_JSON', `the body must be JSON: ${why}`, {
    field: 'body',
    expected: 'a JSON object',
    received: `${text.length} characters that are not JSON`,
  });
}

function decode(body: unknown): string {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new Problem(400, 'BODY_EMPTY', 'the body must be a JSON object, was empty', {
      field: 'body',
      expected: 'a JSON object',
      received: 'nothing',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Problem(400, 'BODY_NOT_UTF8', 'the body must be UTF-8', {
      field: 'body',
      expected: 'UTF-8 text',
      received: 'bytes that are not UTF-8',
    });
  }
}
