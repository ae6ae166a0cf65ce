import { randomBytes } from 'node:crypto';
import { normaliseSymbol } from '../../../src/domain/symbol.js';
import type { MarketType } from '../../../src/domain/order.js';
import { openRest } from '../../../src/exchange/registry.js';
import { Secret } from '../../../src/observability/secret.js';

/** Whose keys the order is given with. */
export interface OutsideDesk {
  readonly accountId: number;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly restUrl: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly outside: string[];
}

/**
 * Gives the exchange an order of the desk's account that we know nothing of, as its owner does by hand
 * or with another program.
 *
 * @param order in the words of an alert: symbol, side, type, quantity, price
 * @returns its client order id, which is not of our kind
 */
export async function placeOutside(
  desk: OutsideDesk,
  order: Readonly<Record<string, string | boolean | undefined>>,
): Promise<string> {
  const clientOrderId = `byhand-${randomBytes(6).toString('hex')}`;
  const { exchange, marketType, restUrl, apiKey, secret } = desk;
  const rest = openRest(
    {
      ...{ id: desk.accountId, name: 'by hand', exchange, marketType, restUrl, streamUrl: null },
      credentials: new Secret({ apiKey, secret }),
    },
    { readTimeoutMs: 5_000 },
  );
  await rest.submitOrder({
    ...{ accountId: desk.accountId, accountName: 'by hand', strategyId: null, clientOrderId },
    symbol: normaliseSymbol(String(order['symbol'])) ?? '',
    marketType,
    side: order['side'] === 'buy' ? 'BUY' : 'SELL',
    orderType: order['type'] === 'limit' ? 'LIMIT' : 'MARKET',
    quantity: String(order['quantity']),
    price: order['price'] === undefined ? null : String(order['price']),
    ...{ timeInForce: 'GTC', reduceOnly: false, receivedAt: new Date().toISOString() },
  });
  desk.outside.push(clientOrderId);
  return clientOrderId;
}
