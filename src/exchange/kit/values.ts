import { z } from 'zod';
import { isDecimalString, normalise } from '../../domain/decimal.js';

/** A decimal string as exchanges write it (`"0.00100000"`), stripped of superfluous zeros (P5). */
export const decimal = z
  .string()
  .refine(isDecimalString, 'must be a decimal string')
  .transform(normalise);

/** Milliseconds since the epoch, as a number or as text, converted to ISO 8601. */
export const epochInstant = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .transform((milliseconds, context) => {
    if (!(milliseconds >= 0 && milliseconds <= 8.64e15)) {
      context.addIssue({ code: 'custom', message: 'must be milliseconds since the epoch' });
      return z.NEVER;
    }
    return new Date(milliseconds).toISOString();
  });

/** An answer that only acknowledges: any object. A page of HTML, which ccxt passes on, is none. */
export const anyObject = z.looseObject({});
