import { z } from 'zod';
import type { OrderStatus } from '../../domain/order.js';
import { assetName, type NamedRow } from '../kit/listing.js';
import { decimal, epochInstant } from '../kit/values.js';
import type { BybitCategory } from './client.js';
import { orderStatus } from './codes.js';
import type { CursorPage } from './paging.js';

/** Bybit writes a missing figure as an empty string or as null. */
const optionalDecimal = z
  .union([z.literal(''), z.null(), decimal])
  .optional()
  .transform((value) => (value === '' ? undefined : (value ?? undefined)));

const optionalInstant = z
  .union([z.literal(''), z.null(), epochInstant])
  .optional()
  .transform((value) => (value === '' ? undefined : (value ?? undefined)));

const optionalText = z.string().nullish();

const side = z.enum(['Buy', 'Sell']).transform((value) => (value === 'Buy' ? 'BUY' : 'SELL'));

const status = z.string().transform((value, context): OrderStatus => {
  const known = orderStatus(value);
  if (known === undefined) {
    context.addIssue({ code: 'custom', message: `is not a documented order status: "${value}"` });
    return z.NEVER;
  }
  return known;
});

const identity = {
  symbol: z.string(),
  orderId: z.string().min(1),
  /** Empty if the order was placed without one, for example by hand. */
  orderLinkId: z.string(),
  side,
};

/** The unit of `qty`, `baseCoin` or `quoteCoin`. Only spot market orders have it. */
const marketUnit = optionalText;

/** An order, as reads and the stream's topic `order` return it. */
export const orderRow = z.object({
  ...identity,
  orderType: z.string(),
  orderStatus: status,
  qty: decimal,
  price: optionalDecimal,
  timeInForce: optionalText,
  reduceOnly: z.boolean().nullish(),
  leavesQty: optionalDecimal,
  cumExecQty: decimal,
  cumExecValue: optionalDecimal,
  avgPrice: optionalDecimal,
  marketUnit,
  createType: optionalText,
  rejectReason: optionalText,
  cancelType: optionalText,
  updatedTime: optionalInstant,
  createdTime: optionalInstant,
});
export type BybitOrder = z.infer<typeof orderRow>;

/** What a trade costs beside its fee: GST and VAT. */
const extraFee = z.object({ feeCoin: z.string().min(1), fee: decimal });

/**
 * A list of further fees: an array on the stream; text or an array by REST. Empty or absent if
 * there are none. @see https://bybit-exchange.github.io/docs/v5/order/execution
 */
const extraFees = z
  .unknown()
  .optional()
  .transform((value, context) => {
    const read = z.array(extraFee).safeParse(fromText(value) ?? []);
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'must be a list of fees with feeCoin and fee' });
    return z.NEVER;
  });

/** Returns what a text contains: nothing if it is empty, itself if it is not JSON. */
function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return value === '' ? null : (JSON.parse(value) as unknown);
  } catch {
    return value;
  }
}

const fields = z.object({
  ...identity,
  orderType: optionalText,
  /** Around an amendment, these two may be of two moments. They only prompt a closer look. */
  orderQty: optionalDecimal,
  leavesQty: optionalDecimal,
  marketUnit,
  execId: z.string().min(1),
  execPrice: decimal,
  execQty: decimal,
  /** May be missing on the stream. We never guess what a fill cost. */
  execFee: optionalDecimal,
  /** Unreadable here counts as missing, as the fee does: a read decides. */
  extraFees: z
    .unknown()
    .optional()
    .transform((value) => extraFees.safeParse(value).data ?? null),
  feeCurrency: optionalText,
  execPnl: optionalDecimal,
  execTime: epochInstant,
  isMaker: z.boolean().nullish(),
  /** A number that orders the executions of one market. */
  seq: z.union([z.number().int(), z.string().regex(/^\d+$/)]).nullish(),
});
export type BybitExecution = z.infer<typeof fields>;

/**
 * Returns the schema of an execution that is `null` when it is not a trade: funding, settlement,
 * delivery, and what the exchange itself does to a position (AdlTrade, BustTrade, BlockTrade).
 * Those may lack the fields of a fill.
 */
function execution<T>(fillOf: z.ZodType<T>) {
  return z.looseObject({ execType: z.string() }).transform((row, context): T | null => {
    if (row.execType !== 'Trade') return null;
    const fill = fillOf.safeParse(row);
    if (fill.success) return fill.data;
    for (const { path, message } of fill.error.issues) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    return z.NEVER;
  });
}

/**
 * A fill as reads return it; Bybit calls it an execution. The fee is required here, because there
 * is no other source for it.
 */
export const executionRow = execution(fields.extend({ execFee: decimal, extraFees }));

/** The same on the stream's topic `execution`, where the fee may be missing: a read has it. */
export const streamedExecutionRow = execution(fields);

/** A page of a list. */
export function listAnswer<T>(row: z.ZodType<T>): z.ZodType<{ result: CursorPage<T> }> {
  return z.object({
    result: z.object({ list: z.array(row), nextPageCursor: optionalText }),
  });
}

/**
 * Answers to creating and cancelling: the request was accepted. The order's state is not in them.
 */
export const acknowledgement = z.object({
  result: z.object({ orderId: z.string().min(1), orderLinkId: z.string() }),
});

/** The name of an instrument, and the coin in which it is settled. */
export interface NamedInstrument extends NamedRow {
  readonly settleCoin: string;
}

/** Reads the name of an instrument. Only contracts have a type; dated ones are other contracts. */
export const instrumentName = (category: BybitCategory): z.ZodType<NamedInstrument> =>
  z
    .object({
      symbol: z.string().min(1),
      contractType: optionalText,
      status: z.string(),
      baseCoin: assetName,
      quoteCoin: assetName,
      settleCoin: optionalText,
    })
    .transform(({ symbol, contractType, status, baseCoin, quoteCoin, settleCoin }) => ({
      id: symbol,
      base: baseCoin,
      quote: quoteCoin,
      isTrading: status === 'Trading',
      isMarket: category === 'spot' || contractType === 'LinearPerpetual',
      settleCoin: settleCoin || quoteCoin,
    }));

/** What orders in an instrument must be like. */
export const instrumentTerms = z.object({
  priceFilter: z.object({
    tickSize: decimal,
    minPrice: optionalDecimal,
    maxPrice: optionalDecimal,
  }),
  lotSizeFilter: z.object({
    /** Spot. */
    basePrecision: optionalDecimal,
    minOrderAmt: optionalDecimal,
    maxLimitOrderQty: optionalDecimal,
    maxMarketOrderQty: optionalDecimal,
    /** Contracts. */
    qtyStep: optionalDecimal,
    minNotionalValue: optionalDecimal,
    maxMktOrderQty: optionalDecimal,
    /** Both. */
    minOrderQty: optionalDecimal,
    maxOrderQty: optionalDecimal,
  }),
});
