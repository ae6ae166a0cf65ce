import { parse } from 'lossless-json';
import { z } from 'zod';

// When the router itself complains, `name` is an HTTP status.
const errorBody = z.object({
  error: z.object({ name: z.string().optional(), message: z.string().optional() }),
});

/**
 * Reads `{"error":{"name":"…","message":"…"}}`. ccxt's error classes lose the name, or are the same
 * for all names.
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
 * Words for an id that was used before; neither exchange documents its own. `중복`: duplicate, `이미`:
 * already.
 */
export const USED_ID =
  /중복|이미|duplicat|((identifier|client_?order_?id).*(used|exist|already|unique|taken))/i;
