import { expect } from 'vitest';
import type { MarketName } from '../../../simulator/names.js';
import type { Desk } from '../../kit/desk/desk.js';
import { eventually } from '../../kit/eventually.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** Answers must agree for a minute. */
const ENDED_WITHIN_MS = 180_000;

const BINANCE_EXPIRES =
  'Only a completed order is FILLED; a market order whose rest finds nobody is EXPIRED (developers.binance.com, "ENUM Definitions", order status)';
const BYBIT_CANCELS =
  'A market order that finds nobody is Cancelled, EC_NoImmediateQtyToFill (bybit-exchange.github.io, "Enums Definitions", rejectReason)';
/** Where the documentation says how a market order ends that finds nobody. */
const SAID: Readonly<Partial<Record<MarketName, string>>> = {
  spot: BINANCE_EXPIRES,
  futures: BINANCE_EXPIRES,
  'bybit-spot': BYBIT_CANCELS,
  'bybit-linear': BYBIT_CANCELS,
};

async function isOpen(desk: Desk, clientOrderId: string): Promise<boolean> {
  const { orders } = await desk.ledger();
  return orders.find((order) => order.clientOrderId === clientOrderId)?.status === 'NEW';
}

/** Market orders that find nobody. */
export const empty: readonly ConformanceCase[] = [
  {
    name: 'market orders that the exchange calls done with nothing filled expire',
    isSlow: true,
    notThere: SAID,
    async play(desk: Desk): Promise<void> {
      const isSaid = SAID[desk.market] !== undefined;
      const terms = { ...desk.limit, type: 'market', price: undefined };
      const orders = [await desk.alert(terms), await desk.alert({ ...terms, side: 'sell' })];
      for (const clientOrderId of orders) {
        await desk.placed(clientOrderId);
        if (!isSaid) await desk.control(`${desk.exchange}/done-empty`, { clientOrderId });
        // Where a market order may not rest, it has ended by itself.
        else if (await isOpen(desk, clientOrderId)) await desk.control('expire', { clientOrderId });
      }
      await eventually(
        'the orders to end',
        async () => {
          const statuses = await Promise.all(orders.map((order) => desk.statusOf(order)));
          return statuses.every((status) => ['EXPIRED', 'CANCELLED'].includes(status));
        },
        ENDED_WITHIN_MS,
      );
      const failed = await desk.product.sql<{ status: string; reason: string }[]>`
        select status, reason from failed_orders where account_id = ${desk.accountId}`;
      expect(failed).toHaveLength(orders.length);
      if (isSaid) return;
      const ended = { status: 'expired', reason: 'done with nothing filled' };
      expect(failed).toEqual(orders.map(() => ended));
    },
  },
];
