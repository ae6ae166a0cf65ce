import type { z } from 'zod';
import { compare, type DecimalString } from '../../../domain/decimal.js';
import type { Fill } from '../../../domain/fill.js';
import type { OrderUpdate } from '../../../domain/order.js';
import { quoteAsset } from '../../../domain/symbol.js';
import { readFields } from '../frames.js';
import type { SymbolOf } from '../kept-listing.js';
import { toView, type KoreanOrder } from './order.js';

/** A `myOrder` frame in the words that both exchanges share. */
export interface OrderFrame {
  readonly market: string;
  readonly order: Omit<KoreanOrder, 'quote'>;
  /** The fill in the frame; present if the state is `trade`. */
  readonly fill: FrameFill | null;
  readonly eventAt: string;
}

/** The part of a fill that a frame describes. */
export interface FrameFill {
  readonly id: string | null | undefined;
  readonly price: DecimalString | null | undefined;
  readonly volume: DecimalString | null | undefined;
  readonly executedAt: string | null | undefined;
  readonly isMaker: boolean | null;
  /** `null` if it is neither in the frame nor follows from what the order has paid. */
  readonly fee: DecimalString | null;
  /** Whether the fee was computed as the fill's share of what the order has paid. */
  readonly isFeeShared: boolean;
}

/**
 * Reads a `myOrder` frame. Returns `null` if its market is not listed.
 *
 * @throws UnreadableMessage when it is not as documented
 */
export type ReadOrder = (frame: unknown, symbolOf: SymbolOf) => OrderUpdate | null;

/**
 * Returns the reader of an exchange's `myOrder` frames. The schema converts them to shared words.
 */
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
 * Returns the fill in a frame, or `null` if id, price, quantity, time or fee is missing. The
 * executed volume then shows that a fill is missing, and REST has it.
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
    hasUnverifiedId: true,
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
