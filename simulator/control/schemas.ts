import { z } from 'zod';
import { faultOrderSchema } from '../faults/fault-order.js';
import { amount, apiKey, market, milliseconds, positiveAmount, symbol } from '../fields.js';

/** How a control call names an order. */
export const orderNameShape = {
  market,
  symbol: symbol.optional(),
  apiKey: apiKey.optional(),
  clientOrderId: z.string().optional(),
  orderId: z.number().int().optional(),
};

/** The body of each control call. The answer to any other body says what was expected. */
export const schemas = {
  account: z.strictObject({
    apiKey,
    secret: z.string().min(1),
    balances: z.record(z.string(), amount).default({}),
    market: market.optional(),
    commissionAsset: z.string().nullable().optional(),
  }),
  price: z.strictObject({ market, symbol, price: positiveAmount }),
  /** What each part means is said of `ListingChange`. */
  listing: z.strictObject({
    market,
    symbol: symbol.optional(),
    like: symbol.optional(),
    baseAsset: z.string().min(1).optional(),
    quoteAsset: z.string().min(1).optional(),
    contractType: z.string().optional(),
    tickSize: z.string().optional(),
    stepSize: z.string().optional(),
    state: z.enum(['trading', 'halted', 'unlisted']).optional(),
    rows: z.array(z.unknown()).optional(),
  }),
  movement: z.strictObject({ mode: z.enum(['walk', 'still']) }),
  liquidity: z.strictObject({
    market,
    symbol,
    mode: z.enum(['auto', 'manual']),
    depth: positiveAmount.optional(),
  }),
  fill: z.strictObject({
    ...orderNameShape,
    quantity: positiveAmount.optional(),
    price: positiveAmount.optional(),
    fills: z.number().int().min(1).max(1000).default(1),
  }),
  amend: z.strictObject({
    ...orderNameShape,
    quantity: positiveAmount.optional(),
    price: positiveAmount.optional(),
  }),
  order: z.strictObject(orderNameShape),
  /** A limit order that the account's owner places elsewhere; `clientOrderId` may be empty. */
  outsideOrder: z.strictObject({
    market,
    apiKey,
    symbol,
    side: z.enum(['BUY', 'SELL']),
    quantity: positiveAmount,
    price: positiveAmount,
    clientOrderId: z.string().default(''),
  }),
  drop: z.strictObject({
    market: market.optional(),
    apiKey: apiKey.optional(),
    refuseForMs: milliseconds.default(0),
  }),
  streamFrame: z
    .strictObject({
      market,
      apiKey: apiKey.optional(),
      text: z.string().optional(),
      base64: z.base64().optional(),
      /** In characters: a `%` in the text is replaced by as many letters as that takes. */
      length: z.number().int().positive().max(4_194_304).optional(),
    })
    .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), {
      error: 'expected either "text" or "base64"',
    }),
  streamLife: z.strictObject({ ms: milliseconds, market: market.optional() }),
  clock: z.strictObject({ offsetMs: z.number().int() }),
  /** The exchange of the market checks the other fields. */
  limits: z.looseObject({ market }),
  fault: faultOrderSchema,
} as const;
