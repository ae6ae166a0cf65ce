import { z } from 'zod';
import { milliseconds } from '../fields.js';

/** How an exchange is to refuse an order: in its own form, with any code (or name) and words. */
const refusal = z.strictObject({
  code: z.union([z.number().int(), z.string().min(1)]),
  message: z.string(),
  /** The HTTP status, if it is not the exchange's usual one for a refusal. */
  status: z.number().int().min(200).max(599).optional(),
});

export type WantedRefusal = z.output<typeof refusal>;

/** What a fault may be given besides its name. */
export const faultParameters = {
  ms: milliseconds.optional(),
  status: z.number().int().optional(),
  code: z.number().int().optional(),
  retryAfter: z.number().int().nonnegative().optional(),
  executed: z.boolean().optional(),
  empty: z.boolean().optional(),
  decimals: z.number().int().min(0).max(30).optional(),
  field: z.string().min(1).optional(),
  value: z.json().optional(),
  refusal: refusal.optional(),
};

export type FaultParameters = z.output<z.ZodObject<typeof faultParameters>>;
