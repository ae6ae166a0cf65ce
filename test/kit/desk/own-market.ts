import { randomBytes } from 'node:crypto';
import { marketId } from '../../../src/domain/symbol.js';
import { styleOf } from '../../../src/exchange/symbols.js';
import { eventually } from '../eventually.js';
import type { Desk } from './desk.js';
import { placeOutside } from './outside-order.js';
import type { AlertOrder } from './plans.js';

/** The listing is asked for again after seconds, and a busy machine takes its time. */
const LISTED_WITHIN_MS = 60_000;

/** A market that only one test uses. */
export interface OwnMarket {
  readonly id: string;
  /** A limit order that rests there. */
  readonly limit: AlertOrder;
  change(change: Record<string, unknown>): Promise<unknown>;
}

/**
 * Lists a market of its own beside those that are there, with the rules of the resting one and
 * whatever else is said of it.
 */
export async function listMarket(
  desk: Desk,
  name = 'NEW',
  said: Record<string, unknown> = {},
): Promise<OwnMarket> {
  const baseAsset = `${name}${randomBytes(4).toString('hex').toUpperCase()}`;
  const [, quote = ''] = desk.limit.symbol.split('/');
  const symbol = `${baseAsset}/${quote}`;
  const id = marketId(symbol, styleOf(desk.exchange));
  const { venue } = desk.product;
  const change = (parts: Record<string, unknown>): Promise<unknown> =>
    venue.post('listing', { market: desk.market, symbol: id, ...parts });
  await change({ like: desk.restingMarketId, baseAsset, ...said });
  await venue.setLiquidity(desk.market, id, 'manual');
  return { id, limit: { ...desk.limit, symbol }, change };
}

/** Lists a contract of its own that Bybit settles in USDC, with an id that ends in no quote. */
export async function listUsdcPerpetual(desk: Desk): Promise<OwnMarket> {
  const baseAsset = `NEW${randomBytes(4).toString('hex').toUpperCase()}`;
  const id = `${baseAsset}PERP`;
  const { venue } = desk.product;
  const change = (parts: Record<string, unknown>): Promise<unknown> =>
    venue.post('listing', { market: desk.market, symbol: id, ...parts });
  await change({ like: desk.restingMarketId, baseAsset, quoteAsset: 'USDC' });
  await venue.setLiquidity(desk.market, id, 'manual');
  return { id, limit: { ...desk.limit, symbol: `${baseAsset}/USDC` }, change };
}

/** Sends alerts until one is accepted: the listing is not asked for at every alert. */
export async function accepted(desk: Desk, order: AlertOrder): Promise<string> {
  return eventually(
    `an order in ${order.symbol} to be accepted`,
    async () =>
      (await desk.deliver({ id: randomBytes(6).toString('hex'), ...order })).clientOrderId,
    LISTED_WITHIN_MS,
  );
}

/** Sends alerts until one is refused, and returns the code. */
export async function refused(desk: Desk, order: AlertOrder): Promise<string> {
  return eventually(
    `an order in ${order.symbol} to be refused`,
    async () => (await desk.deliver({ id: randomBytes(6).toString('hex'), ...order })).code,
    LISTED_WITHIN_MS,
  );
}

/** Has the account's open orders compared until an order of another program is adopted. */
export async function adopted(desk: Desk, clientOrderId: string): Promise<void> {
  await eventually(
    `order ${clientOrderId} to be adopted`,
    async () => {
      await desk.product.edge.sync(desk.accountId);
      const { sql } = desk.product;
      const rows = await sql`select 1 from open_orders
        where account_id = ${desk.accountId} and client_order_id = ${clientOrderId}`;
      return rows.length > 0;
    },
    LISTED_WITHIN_MS,
  );
}

/** Trades a market's limit order in parts, and has one of another program there adopted. */
export async function tradedByAll(desk: Desk, limit: AlertOrder): Promise<void> {
  const order = await accepted(desk, limit);
  await desk.fill(order, { quantity: '0.4', fills: 2 });
  await desk.fill(order);
  await desk.stands(order, 'FILLED');
  const outside = await placeOutside(desk, limit);
  await adopted(desk, outside);
  await desk.fill(outside);
  await desk.stands(outside, 'FILLED');
}
