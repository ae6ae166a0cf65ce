import { z } from 'zod';
import { Decimal } from './decimal.js';
import { MARKET_NAMES } from './names.js';

/*
 * Fields that many calls of the control interface share.
 */

export const market = z.enum(MARKET_NAMES);
export const apiKey = z.string().min(1);
/** A symbol of any exchange: "BTCUSDT", "KRW-BTC", "币安人生USDT", "BTCUSDT_261225". */
export const symbol = z
  .string()
  .regex(/^[\p{L}\p{M}\p{N}_-]+$/u, 'expected a symbol such as "BTCUSDT" or "KRW-BTC"');
export const milliseconds = z.number().int().nonnegative();

export const amount = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,20})?$/, 'expected a decimal string such as "0.5"')
  .transform((text) => new Decimal(text));
export const positiveAmount = amount.refine((value) => value.gt(0), 'expected a number above zero');
