import { isLosslessNumber, parse } from 'lossless-json';
import type { Call } from '../../../http.js';

/** The fields of a request in their order: those of the query, or those of the JSON body. */
export type RequestFields = readonly (readonly [name: string, value: string])[];

/** Returns the fields of a request, or undefined if its query or body cannot be read. */
export function readFields({
  query,
  body,
}: Pick<Call, 'query' | 'body'>): RequestFields | undefined {
  return body === '' ? queryFields(query) : bodyFields(body);
}

/**
 * Returns the text whose SHA512 a token contains: the query before it was encoded, or the fields of
 * the body written like a query.
 */
export function hashedText(fields: RequestFields): string {
  return fields.map(([name, value]) => `${name}=${value}`).join('&');
}

function queryFields(query: string): RequestFields | undefined {
  if (query === '') return [];
  const fields: [string, string][] = [];
  for (const pair of query.split('&')) {
    const mark = pair.indexOf('=');
    const [name, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)];
    try {
      fields.push([decodeURIComponent(name), decodeURIComponent(value)]);
    } catch {
      return undefined; // a % that encodes nothing
    }
  }
  return fields;
}

function bodyFields(body: string): RequestFields | undefined {
  let value: unknown;
  try {
    // Numbers are hashed as they were written, and only a lossless reader keeps that.
    value = parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).flatMap(([name, each]): [string, string][] =>
    Array.isArray(each)
      ? each.map((item): [string, string] => [`${name}[]`, textOf(item)])
      : [[name, textOf(each)]],
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isLosslessNumber(value) ? value.value : String(value);
}
