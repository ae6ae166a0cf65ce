import type { ProductMarket } from '../product/product.js';
import type { ProductInUse } from '../product/use-product.js';

/** Client order ids of orders, each of which ended differently or still rests. */
export interface TradedOutcomes {
  /** Filled in three parts. */
  readonly filled: string;
  /** A market order. */
  readonly sold: string;
  /** Cancelled after a part was filled. */
  readonly cancelled: string;
  /** Still resting, after a part was filled. */
  readonly resting: string;
}

/** Trades on a market whose limit orders rest. Produces one order for each outcome with fills. */
export async function tradeOutcomes(
  { product, sse, rest }: Pick<ProductInUse, 'product' | 'sse' | 'rest'>,
  market: ProductMarket,
): Promise<TradedOutcomes> {
  const filled = await rest(market, 'filled');
  await product.fill(market, filled, { fills: 3 });
  await sse.event('order_filled', filled);
  const sold = await product.place(market, {
    symbol: 'BTCUSDT',
    side: 'sell',
    type: 'market',
    quantity: '0.05',
    id: 'sold',
  });
  await sse.event('order_filled', sold);
  const cancelled = await rest(market, 'cancelled');
  await product.fill(market, cancelled, { quantity: '0.4' });
  await sse.event('order_partially_filled', cancelled);
  await product.edge.cancel(cancelled);
  await sse.event('order_cancelled', cancelled);
  const resting = await rest(market, 'resting');
  await product.fill(market, resting, { quantity: '0.2' });
  await sse.event('order_partially_filled', resting);
  return { filled, sold, cancelled, resting };
}
