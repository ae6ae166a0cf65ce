import type { z } from 'zod';
import { compare, type DecimalString } from '../../../domain/decimal.js';
import type { Fill } from '../../../domain/fill.js';
import type { OrderUpdate } from '../../../domain/order.js';
import { quoteAsset } from '../../../domain/symbol.js';
import { readFields } from '../frames.js';
import type { SymbolOf } from '../kept-listing.js';
import { toView, type KoreanOrder } from './order.js';

/** A `myOrder` frame in the words that both exchanges have for it. */
export interface OrderFrame {
  readonly market: string;
  readonly order: Omit<KoreanOrder, 'quote'>;
  /** What it says of a fill, where its state is `trade`. */
  readonly fill: FrameFill | null;
  readonly eventAt: string;
}

/** A fill as far as a frame describes it. */
export interface FrameFill {
  readonly id: string | null | undefined;
  readonly price: DecimalString | null | undefined;
  readonly volume: DecimalString | null | undefined;
  readonly executedAt: string | null | undefined;
  readonly isMaker: boolean | null;
  /** `null` where it is neither named nor follows from what the order has paid. */
  readonly fee: DecimalString | null;
  /** Whether the fee is the fill's share of what the order has paid. */
  readonly isFeeShared: boolean;
}

/**
 * Reads a `myOrder` frame; `null` when it is of a market that is not listed.
 *
 * @throws UnreadableMessage when it is not as documented
 */
export type ReadOrder = (frame: unknown, symbolOf: SymbolOf) => OrderUpdate | null;

/** Returns what reads an exchange's `myOrder` frames, which its schema puts into common words. */
export function orderReader(exchange: string, schema: z.ZodType<OrderFrame>): ReadOrder {
  return (frame, symbolOf) => {
    const { market, order, fill, eventAt } = readFields(`${exchange} myOrder`, schema, frame);
    const symbol = symbolOf(market);
    if (symbol === undefined) return null;
    const quote = quoteAsset(symbol);
    return {
      ...toView({ ...order, quote }),
      symbol,
      side: order.side,
      fill: fill && toFill(fill, order, quote),
      eventAt,
    };
  };
}

/**
 * Returns the fill that a frame carries. Without an id, a price, a quantity, a time or a fee it
 * carries none: what is executed still shows that one is missing, and REST has it.
 */
function toFill(
  { id, price, volume, executedAt, isMaker, fee, isFeeShared }: FrameFill,
  { executed, paidFee }: Pick<KoreanOrder, 'executed' | 'paidFee'>,
  feeAsset: string,
): Fill | null {
  if (!id || price == null || volume == null || executedAt == null || fee === null) return null;
  if (compare(price, '0') <= 0 || compare(volume, '0') <= 0) return null;
  return {
    exchangeTradeId: id,
    price,
    quantity: volume,
    isMaker,
    fee,
    feeAsset,
    orderFee: { paid: paidFee ?? fee, atQuantity: executed, isShared: isFeeShared },
    realizedPnl: null,
    executedAt,
  };
}
