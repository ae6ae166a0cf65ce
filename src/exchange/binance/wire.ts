import { z } from 'zod';
import { isDecimalString } from '../../domain/decimal.js';
import type { MarketType } from '../../domain/order.js';
import { assetName, type NamedRow } from '../kit/listing.js';
import { decimal, epochInstant } from '../kit/values.js';
import { orderStatus } from './codes.js';

/** Ids are JSON integers; ccxt keeps those beyond 2^53 as strings. */
export const id = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]).transform(String);

export const side = z.enum(['BUY', 'SELL']);

export const status = z.string().transform((value, context) => {
  const known = orderStatus(value);
  if (known === undefined) {
    context.addIssue({ code: 'custom', message: `is not a documented order status: "${value}"` });
    return z.NEVER;
  }
  return known;
});

/** An order as every order endpoint of both markets returns it. */
export const orderAnswer = z.object({
  symbol: z.string(),
  orderId: id,
  clientOrderId: z.string(),
  /** Only in the spot cancel answer, whose `clientOrderId` is the cancel request's. */
  origClientOrderId: z.string().optional(),
  side: side.optional(),
  status,
  executedQty: decimal,
  /** Spot; negative for old orders for which Binance does not have this figure. */
  cummulativeQuoteQty: decimal.optional(),
  /** Futures. */
  cumQuote: decimal.optional(),
  type: z.string().optional(),
  origQty: decimal.optional(),
  price: decimal.optional(),
  timeInForce: z.string().optional(),
  reduceOnly: z.boolean().optional(),
  /** When the order last changed: in reads, and in the futures answers to a change. */
  updateTime: epochInstant.optional(),
  /** The same in the spot answers to a change. */
  transactTime: epochInstant.optional(),
  /** When it was placed; not in the answer to a cancel. */
  time: epochInstant.optional(),
});

export type BinanceOrder = z.infer<typeof orderAnswer>;

export const submitAnswer = orderAnswer.extend({
  fills: z
    .array(
      z.object({
        price: decimal,
        qty: decimal,
        commission: decimal,
        commissionAsset: z.string().nullable(),
        tradeId: id,
      }),
    )
    .optional(),
});

/**
 * A fill, which Binance calls a trade. Spot (`myTrades`) has isMaker; futures (`userTrades`) have
 * maker and realizedPnl.
 */
export const fillAnswer = z.object({
  id,
  orderId: id,
  price: decimal,
  qty: decimal,
  commission: decimal,
  commissionAsset: z.string(),
  time: epochInstant,
  isMaker: z.boolean().optional(),
  maker: z.boolean().optional(),
  realizedPnl: decimal.optional(),
});

/**
 * A fill whose order is not known beforehand. Futures report the side; spot reports whether the
 * account bought.
 */
export const accountFillAnswer = fillAnswer
  .extend({ side: side.optional(), isBuyer: z.boolean().optional() })
  .transform(({ side: named, isBuyer, ...fill }, context) => {
    const found = named ?? (isBuyer === undefined ? undefined : isBuyer ? 'BUY' : 'SELL');
    if (found !== undefined) return { ...fill, side: found };
    context.addIssue({ code: 'custom', message: 'must tell the side' });
    return z.NEVER;
  });

/**
 * Contracts without an end. TRADIFI_PERPETUAL are on metals and shares; PERPETUAL_DELIVERING are
 * being delisted. A dated contract is listed with an empty type until it trades.
 */
const PERPETUALS = ['PERPETUAL', 'TRADIFI_PERPETUAL', 'PERPETUAL_DELIVERING'];

/** The name of a market. Spot markets have no `contractType`. */
export const symbolName = (marketType: MarketType): z.ZodType<NamedRow> =>
  z
    .object({
      symbol: z.string().min(1),
      status: z.string(),
      baseAsset: assetName,
      quoteAsset: assetName,
      contractType: z.string().optional(),
    })
    .transform(({ symbol, status, baseAsset, quoteAsset, contractType = '' }) => ({
      id: symbol,
      base: baseAsset,
      quote: quoteAsset,
      isTrading: status === 'TRADING',
      isMarket: marketType === 'SPOT' || PERPETUALS.includes(contractType),
    }));

const figure = z.string().refine(isDecimalString, 'must be a decimal string').optional();

/** The fields of all filters that we read. Binance has others, and adds more. */
const filter = z.looseObject({
  filterType: z.string(),
  tickSize: figure,
  minPrice: figure,
  maxPrice: figure,
  stepSize: figure,
  minQty: figure,
  maxQty: figure,
  minNotional: figure,
  /** USDⓈ-M futures. */
  notional: figure,
});
export type BinanceFilter = z.infer<typeof filter>;

/** What orders in a market must be like. */
export const symbolTerms = z.object({ orderTypes: z.array(z.string()), filters: z.array(filter) });

export const exchangeInfoAnswer = z.looseObject({ symbols: z.array(z.unknown()) });
