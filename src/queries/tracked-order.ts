import { sql } from 'drizzle-orm';
import { sqlStatement, type Executor } from '../../drizzle/statement.js';
import { CLIENT_ORDER_ID_PREFIX } from '../domain/ids.js';

/** How the exchange names an order. */
export interface ExchangeOrderName {
  readonly symbol: string;
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
}

const { placeholder } = sql;
const theirs = sql`account_id = ${placeholder('accountId')} and symbol = ${placeholder('symbol')}
  and exchange_order_id = ${placeholder('exchangeOrderId')}`;

const select = sqlStatement<{ client_order_id: string }>(
  'find_tracked_order',
  sql`
    select client_order_id from open_orders where ${theirs}
    union all select client_order_id from trades where ${theirs}
    union all select client_order_id from failed_orders where ${theirs}
    limit 1
  `,
);

/** Tells whether a client order id is one of those that we make, of which each names one order for ever. */
export function isOwnId(clientOrderId: string): boolean {
  return clientOrderId.startsWith(CLIENT_ORDER_ID_PREFIX);
}

/**
 * Returns the client order id under which an order of the exchange is in our tables, or `undefined` when it is
 * in none. Ids that others gave may be used again by a later order: those are found by the exchange's own.
 */
export async function trackedAs(
  db: Executor,
  accountId: number,
  { symbol, clientOrderId, exchangeOrderId }: ExchangeOrderName,
): Promise<string | undefined> {
  if (isOwnId(clientOrderId)) return clientOrderId;
  const [row] = await select(db, { accountId, symbol, exchangeOrderId });
  return row?.client_order_id;
}
