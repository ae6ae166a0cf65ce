import { parse } from 'lossless-json';
import { z } from 'zod';

// A field of another form does not spoil the other one.
const text = z.string().min(1).optional().catch(undefined);
const errorBody = z.object({ error: z.object({ name: text, message: text }) });

/**
 * Reads `{"error":{"name":"…","message":"…"}}`. The name may be a number, such as an HTTP status
 * when the router itself complains; it is read as text. ccxt's error classes lose the name, or are
 * the same for all names.
 */
export function readError(body: string): { code?: string; words?: string } {
  const parsed = errorBody.safeParse(parseOrNothing(body));
  if (!parsed.success) return {};
  const { name: code, message: words } = parsed.data.error;
  return { ...(code === undefined ? {} : { code }), ...(words === undefined ? {} : { words }) };
}

function parseOrNothing(body: string): unknown {
  try {
    return parse(body, null, (digits) => digits);
  } catch {
    return undefined; // a page of HTML, or nothing
  }
}

/** Returns whether an error's name means "no such order". */
export function isOrderNotFound(code: string | undefined): boolean {
  return code === 'order_not_found';
}

/**
 * Names of, and words for, an id that was used before; neither exchange documents its own. `중복`:
 * duplicate, `이미`: already.
 */
export const USED_ID =
  /중복|이미|duplicat|already|((identifier|client_?order_?id).*(used|exist|unique|taken))|((used|exist\w*|taken)_(identifier|client_?order_?id))/i;
