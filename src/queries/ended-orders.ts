import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import type { OrderAddress } from '../domain/order.js';

/** An order that has ended here, with its id on the exchange. */
export interface EndedOrder extends OrderAddress {
  readonly exchangeOrderId: string;
  /** How it ended: a status of a trade or of a failed order. */
  readonly status: string;
}

/**
 * Returns which orders of the exchange have ended here longer ago than so many milliseconds, by the
 * database's clock. An order that never arrived has no id of the exchange, and is found by ours.
 */
export async function endedBefore(
  db: Database,
  accountId: number,
  orders: readonly {
    readonly symbol: string;
    readonly clientOrderId: string;
    readonly exchangeOrderId: string;
  }[],
  agoMs: number,
): Promise<EndedOrder[]> {
  if (orders.length === 0) return [];
  // They travel as JSON: one parameter for each could be more than Postgres allows.
  const listed = orders.map(({ symbol, clientOrderId, exchangeOrderId }) => ({
    symbol,
    name: clientOrderId,
    id: exchangeOrderId,
  }));
  const rows = await db.execute<{
    client_order_id: string;
    symbol: string;
    id: string;
    status: string;
  }>(sql`
    select ended.client_order_id, ended.symbol, listed.id, ended.status
    from json_to_recordset(${JSON.stringify(listed)}::json) as listed(symbol text, name text, id text)
    join lateral (
      select client_order_id, symbol, status, created_at from trades
      where account_id = ${accountId} and symbol = listed.symbol and exchange_order_id = listed.id
      union all
      select client_order_id, symbol, status, created_at from failed_orders
      where account_id = ${accountId} and symbol = listed.symbol and exchange_order_id = listed.id
      union all
      select client_order_id, symbol, status, created_at from failed_orders
      where account_id = ${accountId} and client_order_id = listed.name
        and symbol = listed.symbol and exchange_order_id is null
    ) as ended on ended.created_at < now() - ${agoMs} * interval '1 millisecond'
  `);
  return rows.map(({ client_order_id: clientOrderId, symbol, id, status }) => ({
    accountId,
    clientOrderId,
    symbol,
    exchangeOrderId: id,
    status: status.toUpperCase(),
  }));
}
