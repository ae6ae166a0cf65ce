import { randomBytes } from 'node:crypto';
import type { MarketType, OrderRequest } from '../../../src/domain/order.js';
import { readSymbol } from '../../../src/domain/symbol.js';
import type { ExchangeRest } from '../../../src/exchange/exchange.js';
import { openRest } from '../../../src/exchange/registry.js';
import { styleOf } from '../../../src/exchange/symbols.js';
import { Secret } from '../../../src/observability/secret.js';

/** The prefix of client order ids that are not ours. */
const BY_HAND = 'byhand-';

/** Long, since nobody waits for these answers but a test. */
const READ_WITHIN_MS = 60_000;

/** Returns whether an order was placed on the exchange from outside. */
export function isFromOutside(clientOrderId: string): boolean {
  return clientOrderId.startsWith(BY_HAND);
}

/** An account with a list of the orders that were placed on it from outside. */
export interface OutsideDesk extends KeyHolder {
  readonly outside: string[];
}

/** The keys with which an order is placed. */
export interface KeyHolder {
  readonly accountId: number;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly restUrl: string;
  readonly apiKey: string;
  readonly secret: string;
}

/** Returns the exchange's client with an account's keys, as another program would use it. */
export function restByHand(holder: KeyHolder): ExchangeRest {
  const { accountId: id, exchange, marketType, restUrl, apiKey, secret } = holder;
  const credentials = new Secret({ apiKey, secret });
  return openRest(
    { id, name: 'by hand', exchange, marketType, restUrl, streamUrl: null, credentials },
    { readTimeoutMs: READ_WITHIN_MS },
  );
}

/** Returns an order as the exchange's client takes it, for an account that need not be ours. */
export function orderByHand(
  { accountId, exchange, marketType }: KeyHolder,
  clientOrderId: string,
  order: Readonly<Record<string, string | boolean | undefined>>,
): OrderRequest {
  return {
    accountId,
    accountName: 'by hand',
    strategyId: null,
    clientOrderId,
    marketType,
    symbol: readSymbol(String(order['symbol']), styleOf(exchange)) ?? '',
    side: order['side'] === 'buy' ? 'BUY' : 'SELL',
    orderType: order['type'] === 'limit' ? 'LIMIT' : 'MARKET',
    quantity: String(order['quantity']),
    price: order['price'] === undefined ? null : String(order['price']),
    timeInForce: 'GTC',
    reduceOnly: false,
    receivedAt: new Date().toISOString(),
  };
}

/**
 * Places an order on the desk's account without the product, as the account's owner does by hand or
 * with another program.
 *
 * @param order with the fields of an alert: symbol, side, type, quantity, price
 * @returns its client order id, which is not in our format
 */
export async function placeOutside(
  desk: OutsideDesk,
  order: Readonly<Record<string, string | boolean | undefined>>,
): Promise<string> {
  const clientOrderId = `${BY_HAND}${randomBytes(6).toString('hex')}`;
  await submitByHand(desk, clientOrderId, order);
  desk.outside.push(clientOrderId);
  return clientOrderId;
}

/** Places an order on the exchange under a given client order id, and returns the exchange's id. */
export async function submitByHand(
  holder: KeyHolder,
  clientOrderId: string,
  order: Readonly<Record<string, string | boolean | undefined>>,
): Promise<string> {
  const { view } = await restByHand(holder).submitOrder(orderByHand(holder, clientOrderId, order));
  return view.exchangeOrderId;
}
