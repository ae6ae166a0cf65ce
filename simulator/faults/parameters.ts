import { z } from 'zod';
import { milliseconds } from '../fields.js';

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
};

export type FaultParameters = z.output<z.ZodObject<typeof faultParameters>>;
