import type { OrderType, Side } from '../domain/order.js';
import type { Position } from '../domain/position.js';
import type { ComparedFacts } from './compared-rows.js';

/** The owner of an order that was placed outside, which belongs to no strategy. */
export const ADOPTED = 'adopted';

/** Returns whether an order spends an amount, on an exchange whose market buys do. */
export function isEstimate(side: Side, type: OrderType): boolean {
  return side === 'BUY' && type === 'MARKET';
}

/** Returns the price that an order asks for. Sources write different things for market orders. */
export function limitPrice(type: OrderType, price: string | null): string | null {
  return type === 'LIMIT' ? price : null;
}

export function factsOfPosition(position: Position): ComparedFacts {
  return {
    quantity: position.quantity,
    entryPrice: position.entryPrice,
    realizedPnl: position.realizedPnl,
    exchangeRealizedPnl: position.exchangeRealizedPnl,
    fees: feesFact(position.fees),
  };
}

/** Returns a text for a set of fees that does not depend on the order of the assets. */
export function feesFact(fees: Readonly<Record<string, string>>): string {
  return Object.entries(fees)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([asset, amount]) => `${amount} ${asset}`)
    .join(' + ');
}
