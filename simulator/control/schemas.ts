import { z } from 'zod';
import { Decimal } from '../decimal.js';
import { MARKET_NAMES } from '../model.js';
import { faultSchema, symbolSchema as symbol } from '../faults/fault-order.js';

const amount = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,20})?$/, 'expected a decimal string such as "0.5"')
  .transform((text) => new Decimal(text));
const positive = amount.refine((value) => value.gt(0), 'expected a number above zero');
const milliseconds = z.number().int().nonnegative();
const market = z.enum(MARKET_NAMES);
const apiKey = z.string().min(1);

/** How a control call names an order. */
export const orderNameShape = {
  market,
  symbol: symbol.optional(),
  apiKey: apiKey.optional(),
  clientOrderId: z.string().optional(),
  orderId: z.number().int().optional(),
};

/** What each control call accepts; anything else is answered with what was expected. */
export const schemas = {
  account: z.strictObject({
    apiKey,
    secret: z.string().min(1),
    balances: z.record(z.string(), amount).default({}),
    market: market.optional(),
    commissionAsset: z.string().nullable().optional(),
  }),
  price: z.strictObject({ market, symbol, price: positive }),
  movement: z.strictObject({ mode: z.enum(['walk', 'still']) }),
  liquidity: z.strictObject({
    market,
    symbol,
    mode: z.enum(['auto', 'manual']),
    depth: positive.optional(),
  }),
  fill: z.strictObject({
    ...orderNameShape,
    quantity: positive.optional(),
    price: positive.optional(),
    fills: z.number().int().min(1).max(1000).default(1),
  }),
  order: z.strictObject(orderNameShape),
  drop: z.strictObject({
    market: market.optional(),
    apiKey: apiKey.optional(),
    refuseForMs: milliseconds.default(0),
  }),
  expireListenKey: z.strictObject({ apiKey: apiKey.optional() }),
  streamFrame: z
    .strictObject({
      market,
      apiKey: apiKey.optional(),
      text: z.string().optional(),
      base64: z.base64().optional(),
      /** Bytes: a `%` in the text becomes as many letters as it takes to be so long. */
      length: z.number().int().positive().max(4_194_304).optional(),
    })
    .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), {
      error: 'expected either "text" or "base64"',
    }),
  streamEvent: z.strictObject({
    market,
    apiKey: apiKey.optional(),
    event: z.enum(['serverShutdown', 'eventStreamTerminated']),
  }),
  streamLife: z.strictObject({ ms: milliseconds, market: market.optional() }),
  clock: z.strictObject({ offsetMs: z.number().int() }),
  /** The rest of it is checked as the market's exchange wants it. */
  limits: z.looseObject({ market }),
  fault: faultSchema,
} as const;
